package dev.akvvm.certificate;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * How openssl encrypted PEM itself before there was PKCS#8: a key from one round of MD5 over
 * password and vector.
 *
 * @param cipher its name in openssl
 * @param vector in hex
 */
record TraditionalEncryption(String cipher, String vector) {
  private static final int SALT_BYTES = 8;

  private static final Map<String, Integer> KEY_BITS =
      Map.of(
          "AES-128-CBC", 128,
          "AES-192-CBC", 192,
          "AES-256-CBC", 256,
          "DES-EDE3-CBC", 192,
          "DES-CBC", 64);

  /** The plain key, or noise when the password is a wrong one that happens to end like padding. */
  byte[] decrypt(byte[] encrypted, byte[] password)
      throws IOException, UnusableCertificateException {
    Integer bits = KEY_BITS.get(cipher);
    if (bits == null) {
      throw new UnusableCertificateException(
          "its private key's encryption "
              + cipher
              + " is not supported; write it again: openssl pkcs8 -topk8");
    }
    byte[] start = HexFormat.of().parseHex(vector);
    OpenSSLPBEParametersGenerator generator = new OpenSSLPBEParametersGenerator();
    generator.init(password, Arrays.copyOf(start, SALT_BYTES));
    KeyParameter key = (KeyParameter) generator.generateDerivedParameters(bits);
    return Passwords.decrypted(
        Passwords.cbc(engine(), new ParametersWithIV(key, start)), encrypted);
  }

  private BlockCipher engine() {
    return switch (cipher) {
      case "DES-CBC" -> new DESEngine();
      case "DES-EDE3-CBC" -> new DESedeEngine();
      default -> AESEngine.newInstance();
    };
  }
}
