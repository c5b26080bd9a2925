package dev.akvvm.emulator;

import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;

/**
 * Salt, iterations and key derivation (RFC 7292, appendix B) for a password that is there but
 * empty: two zero bytes, the terminator alone. Bouncy Castle's own builders would write "no
 * password" for an empty array instead.
 */
final class EmptyPassword {
  private static final int ITERATIONS = 2000;

  private final byte[] salt = new byte[20];

  EmptyPassword() {
    new SecureRandom().nextBytes(salt);
  }

  PKCS12PBEParams parameters() {
    return new PKCS12PBEParams(salt, ITERATIONS);
  }

  PKCS12ParametersGenerator generator() {
    PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
    generator.init(new byte[2], salt, ITERATIONS);
    return generator;
  }
}
