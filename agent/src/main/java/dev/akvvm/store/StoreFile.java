package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;

/** One file as it should be. */
final class StoreFile {
  private final Path path;
  private final byte[] content;
  private final boolean isSecret;

  private StoreFile(Path path, byte[] content, boolean isSecret) {
    this.path = path;
    this.content = content.clone();
    this.isSecret = isSecret;
  }

  /** For root and those the settings name. */
  static StoreFile secret(Path path, byte[] content) {
    return new StoreFile(path, content, true);
  }

  /** For everybody who can reach it. */
  static StoreFile open(Path path, byte[] content) {
    return new StoreFile(path, content, false);
  }

  Path path() {
    return path;
  }

  byte[] content() {
    return content.clone();
  }

  boolean isSecret() {
    return isSecret;
  }

  /**
   * True when the file holds this already, or what means the same: another program may have written
   * it in its own way, and what is intact is not rewritten.
   */
  boolean isThere() {
    try {
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      byte[] found = Files.readAllBytes(path);
      return Arrays.equals(found, content) || (isSecret && isSamePair(found));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isSamePair(byte[] found) {
    try {
      return decode(found).sha256Fingerprint().equals(decode(content).sha256Fingerprint());
    } catch (UnusableCertificateException e) {
      return false;
    }
  }

  private static CertificateBundle decode(byte[] pem) throws UnusableCertificateException {
    return CertificateBundle.decode(new String(pem, StandardCharsets.ISO_8859_1));
  }
}
