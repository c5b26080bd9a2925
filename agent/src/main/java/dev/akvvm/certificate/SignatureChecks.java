package dev.akvvm.certificate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks who signed whom, by the JDK, which is loaded for the first check. A value can ask for so
 * many checks only: what is beyond them stays unknown.
 */
final class SignatureChecks {
  /** A dozen certificates that share one name take fewer; each costs a millisecond at most. */
  private static final int MOST = 300;

  /** In bytes: more than an RSA key of 8192 bits has, which is the most a leaf may have, too. */
  private static final int LONGEST_KEY = 1_200;

  private final Map<X509, Optional<Certificate>> parsed = new HashMap<>();
  private int left = MOST;

  /** What a check came to. */
  enum Result {
    /** The key signed it. */
    GENUINE,
    /** Another key did. */
    WRONG,
    /** That cannot be told here. */
    UNKNOWN
  }

  Result check(X509 issuer, X509 certificate) {
    if (left == 0 || issuer.keyLength() > LONGEST_KEY) {
      return Result.UNKNOWN;
    }
    left--;
    Optional<Certificate> above = parsed(issuer);
    Optional<Certificate> below = parsed(certificate);
    if (above.isEmpty() || below.isEmpty()) {
      return Result.UNKNOWN;
    }
    try {
      below.get().verify(above.get().getPublicKey());
      return Result.GENUINE;
    } catch (SignatureException | InvalidKeyException e) {
      return Result.WRONG;
    } catch (GeneralSecurityException | RuntimeException e) {
      return Result.UNKNOWN;
    }
  }

  private Optional<Certificate> parsed(X509 certificate) {
    return parsed.computeIfAbsent(certificate, SignatureChecks::parse);
  }

  private static boolean isNumber(String algorithm) {
    return Character.isDigit(algorithm.charAt(0));
  }

  /** What it cannot read, servers may still serve. */
  private static Optional<Certificate> parse(X509 certificate) {
    try {
      Certificate read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate.encoded()));
      // A key of a kind the JDK does not know has a number for its algorithm.
      return Optional.of(read).filter(each -> !isNumber(each.getPublicKey().getAlgorithm()));
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
