package dev.akvvm.certificate;

import java.util.Arrays;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** PBES2 of RFC 8018: AES-256-CBC, with a key from PBKDF2 with HMAC-SHA-256. */
final class Pbes2Encryption {
  /** As many as in the JDK's own keystores. */
  static final int ROUNDS = 10_000;

  private static final int KEY_BYTES = 32;

  private final String password;
  private final byte[] salt;
  private final byte[] vector;

  Pbes2Encryption(String password, DerivedSalt salts, String use) {
    this.password = password;
    this.salt = salts.of("pkcs12 salt of " + use, 20);
    this.vector = salts.of("pkcs12 vector of " + use, 16);
  }

  AlgorithmIdentifier algorithm() {
    PBKDF2Params derivation =
        new PBKDF2Params(
            salt,
            ROUNDS,
            KEY_BYTES,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE));
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2,
        new PBES2Parameters(
            new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, derivation),
            new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(vector))));
  }

  byte[] encrypt(byte[] plain) {
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
    generator.init(
        PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password.toCharArray()), salt, ROUNDS);
    BufferedBlockCipher cipher =
        new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()));
    cipher.init(
        true, new ParametersWithIV(generator.generateDerivedParameters(KEY_BYTES * 8), vector));
    byte[] encrypted = new byte[cipher.getOutputSize(plain.length)];
    try {
      int length = cipher.processBytes(plain, 0, plain.length, encrypted, 0);
      length += cipher.doFinal(encrypted, length);
      return Arrays.copyOf(encrypted, length);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("only decrypting can find a wrong padding", e);
    }
  }
}
