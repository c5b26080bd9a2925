package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A certificate that is really signed, with whatever names, dates and key identifiers.
 *
 * @param keyId what it calls its own key; empty to leave that out
 * @param issuerKeyId what it calls its issuer's
 */
record SignedCertificate(
    String subject,
    KeyPair key,
    String issuer,
    KeyPair issuerKey,
    Optional<String> keyId,
    Optional<String> issuerKeyId,
    boolean authority,
    Instant notBefore,
    Instant notAfter) {
  private static final AtomicLong SERIAL = new AtomicLong();

  /** Without key identifiers, valid in all of 2026. */
  static SignedCertificate authority(String name, KeyPair key, String issuer, KeyPair issuerKey) {
    return new SignedCertificate(
        name,
        key,
        issuer,
        issuerKey,
        Optional.empty(),
        Optional.empty(),
        true,
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"));
  }

  static SignedCertificate leaf(KeyPair key, String issuer, KeyPair issuerKey) {
    return authority("leaf", key, issuer, issuerKey).asLeaf();
  }

  private SignedCertificate asLeaf() {
    return new SignedCertificate(
        subject, key, issuer, issuerKey, keyId, issuerKeyId, false, notBefore, notAfter);
  }

  SignedCertificate called(String own, String issuers) {
    return new SignedCertificate(
        subject,
        key,
        issuer,
        issuerKey,
        Optional.of(own),
        Optional.of(issuers),
        authority,
        notBefore,
        notAfter);
  }

  SignedCertificate valid(String from, String until) {
    return new SignedCertificate(
        subject,
        key,
        issuer,
        issuerKey,
        keyId,
        issuerKeyId,
        authority,
        Instant.parse(from + "T00:00:00Z"),
        Instant.parse(until + "T00:00:00Z"));
  }

  String pem() {
    try {
      AlgorithmIdentifier algorithm =
          new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
      V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
      content.setSerialNumber(new ASN1Integer(BigInteger.valueOf(SERIAL.incrementAndGet())));
      content.setSignature(algorithm);
      content.setIssuer(new X500Name("CN=" + issuer));
      content.setSubject(new X500Name("CN=" + subject));
      content.setStartDate(new Time(Date.from(notBefore)));
      content.setEndDate(new Time(Date.from(notAfter)));
      content.setSubjectPublicKeyInfo(
          SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
      content.setExtensions(extensions().generate());
      TBSCertificate signed = content.generateTBSCertificate();
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(issuerKey.getPrivate());
      signature.update(signed.getEncoded());
      byte[] encoded =
          new DERSequence(
                  new ASN1Encodable[] {signed, algorithm, new DERBitString(signature.sign())})
              .getEncoded();
      return block("CERTIFICATE", encoded);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label,
            new String(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(content), US_ASCII),
            label);
  }

  private ExtensionsGenerator extensions() throws java.io.IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (keyId.isPresent()) {
      extensions.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new SubjectKeyIdentifier(keyId.get().getBytes(UTF_8)));
    }
    if (issuerKeyId.isPresent()) {
      extensions.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(issuerKeyId.get().getBytes(UTF_8)));
    }
    return extensions;
  }
}
