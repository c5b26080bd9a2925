package dev.akvvm.emulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;

/** A signed statement of an application about itself (RFC 7523), or of an issuer it trusts. */
record Assertion(ObjectNode header, ObjectNode claims, String signed, String signature) {

  /** Throws IllegalArgumentException for anything that is not a JWT. */
  static Assertion read(String jwt) {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("an assertion has three parts, not " + parts.length);
    }
    return new Assertion(object(parts[0]), object(parts[1]), parts[0] + "." + parts[1], parts[2]);
  }

  private static ObjectNode object(String part) {
    return Json.readObject(new String(Base64.getUrlDecoder().decode(part), UTF_8));
  }

  String claim(String name) {
    return claims.path(name).asText();
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(Instant.ofEpochSecond(claims.path("exp").asLong()));
  }

  /** Whether the key of this certificate signed it, and its header says so. */
  boolean isSignedBy(String certificatePem) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificatePem.getBytes(US_ASCII)));
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(signed.getBytes(US_ASCII));
      return header.path("alg").asText().equals("RS256")
          && (names(certificate, "x5t", "SHA-1") || names(certificate, "x5t#S256", "SHA-256"))
          && verifier.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean names(X509Certificate certificate, String member, String algorithm)
      throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
    // Microsoft's own libraries send either alphabet, with and without padding.
    return header
        .path(member)
        .asText()
        .replace('+', '-')
        .replace('/', '_')
        .replace("=", "")
        .equals(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
  }
}
