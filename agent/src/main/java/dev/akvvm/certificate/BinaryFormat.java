package dev.akvvm.certificate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.SignedData;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Bytes: a whole value, or the content of a block of PEM. */
final class BinaryFormat {
  private BinaryFormat() {}

  /** A whole value, which should be PKCS#12. */
  static void read(byte[] bytes, BundleParts parts, Passwords passwords)
      throws UnusableCertificateException {
    Optional<String> keystore = javaKeystore(bytes);
    if (keystore.isPresent()) {
      throw NotACertificate.javaKeystore(keystore.get());
    }
    if (bytes.length < 2 || bytes[0] != (BERTags.SEQUENCE | BERTags.CONSTRUCTED)) {
      throw NotACertificate.other();
    }
    DerKind kind = DerKind.of(bytes);
    parts.note(kind);
    if (!add(kind, bytes, parts, passwords) && kind == DerKind.OTHER) {
      Pkcs12Format.read(bytes, parts, passwords);
    }
  }

  private static Optional<String> javaKeystore(byte[] bytes) {
    int magic = bytes.length < Integer.BYTES ? 0 : ByteBuffer.wrap(bytes).getInt();
    return switch (magic) {
      case 0xfeedfeed -> Optional.of("JKS");
      case 0xcececece -> Optional.of("JCEKS");
      default -> Optional.empty();
    };
  }

  /** Adds what the bytes hold; false when that is nothing a certificate needs. */
  static boolean add(DerKind kind, byte[] bytes, BundleParts parts, Passwords passwords)
      throws UnusableCertificateException {
    switch (kind) {
      case CERTIFICATE -> parts.add(X509.parse(bytes));
      case PRIVATE_KEY -> parts.add(key(bytes));
      case ENCRYPTED_KEY -> parts.add(decrypted(bytes, passwords));
      case PKCS12 -> Pkcs12Format.read(bytes, parts, passwords);
      case PKCS7 -> addCertificates(bytes, parts);
      case REQUEST, OTHER -> {
        return false;
      }
    }
    return true;
  }

  static PrivateKeyInfo key(byte[] bytes) throws UnusableCertificateException {
    try {
      return key(ASN1Sequence.getInstance(Ber.parse(bytes)));
    } catch (IOException | RuntimeException e) {
      throw BundleKey.damaged();
    }
  }

  /**
   * By what it is, not by its label: programs write PKCS#1 and SEC 1 below {@code PRIVATE KEY}, and
   * openssl reads each below any of the three. A version comes first in all of them.
   */
  private static PrivateKeyInfo key(ASN1Sequence key) throws IOException {
    ASN1Encodable second = key.getObjectAt(1);
    if (second instanceof ASN1Integer) {
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          RSAPrivateKey.getInstance(key));
    }
    if (second instanceof ASN1OctetString) {
      ECPrivateKey ec = ECPrivateKey.getInstance(key);
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, ec.getParametersObject()),
          ec);
    }
    return PrivateKeyInfo.getInstance(key);
  }

  private static PrivateKeyInfo decrypted(byte[] bytes, Passwords passwords)
      throws UnusableCertificateException {
    try {
      EncryptedPrivateKeyInfo key = EncryptedPrivateKeyInfo.getInstance(Ber.parse(bytes));
      return PrivateKeyInfo.getInstance(
          passwords.decrypt(key.getEncryptionAlgorithm(), key.getEncryptedData()));
    } catch (WrongPasswordException e) {
      throw passwords.wrong("its private key");
    } catch (IOException | RuntimeException e) {
      throw BundleKey.damaged();
    }
  }

  private static void addCertificates(byte[] pkcs7, BundleParts parts)
      throws UnusableCertificateException {
    parts.note(DerKind.PKCS7);
    try {
      ContentInfo content = ContentInfo.getInstance(Ber.parse(pkcs7));
      if (!content.getContentType().equals(PKCSObjectIdentifiers.signedData)) {
        throw NotACertificate.other();
      }
      for (ASN1Encodable each : SignedData.getInstance(content.getContent()).getCertificates()) {
        parts.add(X509.parse(each.toASN1Primitive().getEncoded()));
      }
    } catch (IOException | RuntimeException e) {
      throw new UnusableCertificateException("its PKCS#7 is damaged; import it again");
    }
  }
}
