package dev.akvvm.certificate;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

/** What some DER is, told by its first few elements: labels and file names lie. */
enum DerKind {
  /** X.509. */
  CERTIFICATE,
  /** PKCS#8, PKCS#1 or SEC 1. */
  PRIVATE_KEY,
  /** PKCS#8 under a password. */
  ENCRYPTED_KEY,
  /** PKCS#12. */
  PKCS12,
  /** PKCS#7, also called CMS. */
  PKCS7,
  /** PKCS#10. */
  REQUEST,
  /** None of these: parameters, public keys, revocation lists, anything. */
  OTHER;

  /** The numbers of an RSA key in PKCS#1. */
  private static final int RSA_NUMBERS = 9;

  /** What the bytes begin with; {@code OTHER} also when they are no DER. */
  static DerKind of(byte[] bytes) {
    try {
      return Ber.parse(bytes) instanceof ASN1Sequence sequence && sequence.size() >= 2
          ? of(sequence)
          : OTHER;
    } catch (IOException | UnusableCertificateException | RuntimeException e) {
      return OTHER;
    }
  }

  private static DerKind of(ASN1Sequence sequence) {
    ASN1Encodable first = sequence.getObjectAt(0);
    ASN1Encodable second = sequence.getObjectAt(1);
    if (first instanceof ASN1ObjectIdentifier) {
      return PKCS7;
    }
    if (first instanceof ASN1Integer version) {
      return ofNumbered(sequence, version.hasValue(3), second);
    }
    if (!(first instanceof ASN1Sequence content)) {
      return OTHER;
    }
    if (sequence.size() == 2) {
      return second instanceof ASN1OctetString ? ENCRYPTED_KEY : OTHER;
    }
    return sequence.getObjectAt(2) instanceof ASN1BitString ? ofSigned(content) : OTHER;
  }

  private static DerKind ofNumbered(ASN1Sequence sequence, boolean three, ASN1Encodable second) {
    if (second instanceof ASN1Sequence) {
      boolean key = sequence.size() > 2 && sequence.getObjectAt(2) instanceof ASN1OctetString;
      return key ? PRIVATE_KEY : three ? PKCS12 : OTHER;
    }
    return second instanceof ASN1OctetString
            || (second instanceof ASN1Integer && sequence.size() >= RSA_NUMBERS)
        ? PRIVATE_KEY
        : OTHER;
  }

  /** Certificates of version 1 have no version; revocation lists begin with an algorithm. */
  private static DerKind ofSigned(ASN1Sequence content) {
    ASN1Encodable first = content.getObjectAt(0);
    if (first instanceof ASN1TaggedObject) {
      return CERTIFICATE;
    }
    if (!(first instanceof ASN1Integer)) {
      return OTHER;
    }
    if (content.size() < 6) {
      return REQUEST;
    }
    return content.getObjectAt(3) instanceof ASN1Sequence ? CERTIFICATE : OTHER;
  }
}
