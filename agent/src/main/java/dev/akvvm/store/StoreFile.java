package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** One file as it should be. */
final class StoreFile {
  /** Enough for a chain of fifty certificates, or a keystore of it. */
  static final int MAX_BYTES = 1 << 20;

  private final StoreName name;
  private final byte[] content;
  private final boolean isSecret;

  private StoreFile(StoreName name, byte[] content, boolean isSecret) {
    this.name = name;
    this.content = content.clone();
    this.isSecret = isSecret;
  }

  /** Readable by its owner and those the settings name. */
  static StoreFile secret(StoreName name, byte[] content) {
    return new StoreFile(name, content, true);
  }

  /** Readable by everyone who can reach it. */
  static StoreFile open(StoreName name, byte[] content) {
    return new StoreFile(name, content, false);
  }

  StoreName name() {
    return name;
  }

  byte[] content() {
    return content.clone();
  }

  boolean isSecret() {
    return isSecret;
  }

  /**
   * The same with the file's present content, if that is equivalent: another program may have
   * written it in its own way, and what is intact is not rewritten. Empty if it is not equivalent.
   */
  Optional<StoreFile> keeping(byte[] held) {
    if (Arrays.equals(held, content)) {
      return Optional.of(this);
    }
    return isSecret && CertificateBundle.holdTheSame(held, content)
        ? Optional.of(new StoreFile(name, held, true))
        : Optional.empty();
  }

  String digest() {
    return digest(content);
  }

  static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
