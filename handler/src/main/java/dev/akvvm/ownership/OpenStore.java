package dev.akvvm.ownership;

import dev.akvvm.files.ActingAs;
import dev.akvvm.files.Directory;
import dev.akvvm.files.FileIdentity;
import dev.akvvm.files.WalkedPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A store as it is to be read and written now: by the handle that was judged, as its owner. */
public final class OpenStore implements AutoCloseable {
  private static final int PRIVATE = 0700;

  private final WalkedPath walked;
  private final ActingAs acting;

  OpenStore(WalkedPath walked, ActingAs acting) {
    this.walked = walked;
    this.acting = acting;
  }

  /** To whom its files belong. */
  public FileIdentity identity() {
    return acting.identity();
  }

  /** The store; empty when it does not exist. To be closed by the caller. */
  public Optional<Directory> directory() throws IOException {
    return walked.exists() ? Optional.of(walked.open()) : Optional.empty();
  }

  /** The store, made for its owner only if it was missing. To be closed by the caller. */
  public Directory make() throws IOException {
    return walked.make(PRIVATE);
  }

  /** Whether nothing can be written there, because it lies on a read-only mount. */
  boolean isReadOnly() {
    return walked.isReadOnly();
  }

  /** Where it lies, without links. */
  Path resolved() {
    return walked.resolved();
  }

  /**
   * Fails as writing to the store would fail, or making it; makes nothing that anybody sees. On a
   * file system that cannot do that it does not fail.
   */
  public void tryWriting() throws IOException {
    try (Directory existing = walked.openExisting()) {
      existing.tryWriting();
    }
  }

  @Override
  public void close() {
    walked.close();
    acting.close();
  }
}
