package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Salts that are the same for the same content and differ for any other, so that output is stable.
 * They are keyed with the private key: without it they cannot be computed in advance, and they
 * reveal nothing about the password.
 */
final class DerivedSalt {
  private final BundleKey key;
  private final Chain chain;
  private final String alias;
  private final String password;

  DerivedSalt(BundleKey key, Chain chain, String alias, String password) {
    this.key = key;
    this.chain = chain;
    this.alias = alias;
    this.password = password;
  }

  /**
   * The salt for one use.
   *
   * @param use differs for each salt of a file
   * @param length in bytes, 32 at most
   */
  byte[] of(String use, int length) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key.encoded()));
    add(mac, use.getBytes(UTF_8));
    add(mac, alias.getBytes(UTF_8));
    add(mac, password.getBytes(UTF_8));
    for (X509 certificate : chain.certificates()) {
      add(mac, certificate.encoded());
    }
    byte[] salt = new byte[mac.getMacSize()];
    mac.doFinal(salt, 0);
    return Arrays.copyOf(salt, length);
  }

  /** Adds the length first, so that no two inputs concatenate to the same bytes. */
  private static void add(HMac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array(), 0, Integer.BYTES);
    mac.update(part, 0, part.length);
  }
}
