package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A certificate as a chain sees it. Nobody signed it, so thousands are made in no time, with any
 * date; what takes a signature to be true is left to the corpus.
 *
 * @param keyName stands for the key of an authority, and is its identifier
 * @param issuerKey the identifier of the issuer's key; empty to leave it out
 */
record Sketch(
    String subject,
    String keyName,
    Optional<SubjectPublicKeyInfo> key,
    String issuer,
    Optional<String> issuerKey,
    boolean authority,
    Instant notBefore) {
  private static final AlgorithmIdentifier ALGORITHM =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  /** An authority whose key has its own name. */
  static Sketch authority(String name, String issuer) {
    return new Sketch(
        name, name, Optional.empty(), issuer, Optional.of(issuer), true, day("2026-01-01"));
  }

  static Sketch leaf(SubjectPublicKeyInfo key, String issuer) {
    return new Sketch(
        "leaf", "leaf", Optional.of(key), issuer, Optional.of(issuer), false, day("2026-01-01"));
  }

  Sketch withKey(SubjectPublicKeyInfo other) {
    return new Sketch(
        subject, keyName, Optional.of(other), issuer, issuerKey, authority, notBefore);
  }

  Sketch withKeyName(String other) {
    return new Sketch(subject, other, key, issuer, issuerKey, authority, notBefore);
  }

  Sketch withIssuerKey(String other) {
    return new Sketch(subject, keyName, key, issuer, Optional.of(other), authority, notBefore);
  }

  Sketch withoutIssuerKey() {
    return new Sketch(subject, keyName, key, issuer, Optional.empty(), authority, notBefore);
  }

  Sketch from(String date) {
    return new Sketch(subject, keyName, key, issuer, issuerKey, authority, day(date));
  }

  private static Instant day(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }

  byte[] encoded(byte[]... otherExtensions) {
    try {
      V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
      content.setSerialNumber(new ASN1Integer(BigInteger.valueOf(hashCode() & 0xffff)));
      content.setSignature(ALGORITHM);
      content.setIssuer(name(issuer));
      content.setSubject(name(subject));
      content.setStartDate(new Time(Date.from(notBefore)));
      content.setEndDate(new Time(Date.from(notBefore.plusSeconds(90 * 86_400L))));
      content.setSubjectPublicKeyInfo(key.orElseGet(this::madeUpKey));
      content.setExtensions(extensions(otherExtensions).generate());
      return new DERSequence(
              new ASN1Encodable[] {
                content.generateTBSCertificate(), ALGORITHM, new DERBitString(new byte[8])
              })
          .getEncoded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A common name for each part; of any length, which Bouncy Castle's own parser refuses. */
  private static X500Name name(String text) {
    return new X500Name(
        Stream.of(text.split(",", -1))
            .map(part -> new RDN(BCStyle.CN, new DERUTF8String(part)))
            .toArray(RDN[]::new));
  }

  private ExtensionsGenerator extensions(byte[]... others) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyName.getBytes(UTF_8)));
    if (issuerKey.isPresent()) {
      extensions.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(issuerKey.get().getBytes(UTF_8)));
    }
    for (byte[] other : others) {
      extensions.addExtension(Extension.basicConstraints, false, other);
    }
    if (others.length == 0) {
      extensions.addExtension(Extension.basicConstraints, false, new BasicConstraints(authority));
    }
    return extensions;
  }

  private SubjectPublicKeyInfo madeUpKey() {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4")),
        new DEROctetString(keyName.getBytes(UTF_8)).getOctets());
  }

  String pem() {
    return pem("CERTIFICATE", encoded());
  }

  static String pem(String label, byte[] content) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
