package dev.akvvm.store;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Digests by which the extension knows again what it wrote. They are keyed, with a key of this
 * machine's that is in a file of its own: short secrets could be guessed from plain digests, by
 * whoever sees the ledger in a backup or a report. Losing the key is as harmless as losing the
 * ledger.
 */
final class Digests {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  private Digests(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Digests with the key in this file, which is created if it is not there or not whole. */
  static Digests keyedBy(Path file) {
    try {
      byte[] found = DurableFiles.read(file, KEY_BYTES);
      if (found.length == KEY_BYTES) {
        return new Digests(found);
      }
    } catch (NoSuchFileException e) {
      // The very first start.
    } catch (IOException e) {
      LOG.warn("{}: cannot be read, so another key is made: {}", file, IoReason.of(e));
    }
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      DurableFiles.replace(file, key, Modes.PRIVATE_FILE);
    } catch (IOException e) {
      LOG.warn(
          "cannot keep the key of digests, so what is installed is compared with the vault again"
              + " after the next start: {}",
          IoReason.of(e));
    }
    return new Digests(key);
  }

  /** In hex. */
  String of(byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "Digests";
  }
}
