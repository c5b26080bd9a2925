package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import java.util.Arrays;
import java.util.Optional;

/** One file as it should be. */
final class StoreFile {
  /** Enough for a chain of fifty certificates, or a keystore of it. */
  static final int MAX_BYTES = 1 << 20;

  private final StoreName name;
  private final byte[] content;
  private final Kind kind;

  private enum Kind {
    KEY,
    SECRET,
    OPEN
  }

  private StoreFile(StoreName name, byte[] content, Kind kind) {
    this.name = name;
    this.content = content.clone();
    this.kind = kind;
  }

  /** A key, a chain or a keystore: readable by its owner and those the settings name. */
  static StoreFile key(StoreName name, byte[] content) {
    return new StoreFile(name, content, Kind.KEY);
  }

  /** The same for what must be as it is, byte for byte. */
  static StoreFile secret(StoreName name, byte[] content) {
    return new StoreFile(name, content, Kind.SECRET);
  }

  /** Readable by everyone who can reach it. */
  static StoreFile open(StoreName name, byte[] content) {
    return new StoreFile(name, content, Kind.OPEN);
  }

  StoreName name() {
    return name;
  }

  byte[] content() {
    return content.clone();
  }

  boolean isOpen() {
    return kind == Kind.OPEN;
  }

  /**
   * The same with the file's present content, if that is equivalent: another program may have
   * written it in its own way, and what is intact is not rewritten. Empty if it is not equivalent.
   */
  Optional<StoreFile> keeping(byte[] held) {
    if (Arrays.equals(held, content)) {
      return Optional.of(this);
    }
    return kind == Kind.KEY && CertificateBundle.holdTheSame(held, content)
        ? Optional.of(new StoreFile(name, held, kind))
        : Optional.empty();
  }
}
