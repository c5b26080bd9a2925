package dev.akvvm.ownership;

import dev.akvvm.files.ActingAs;
import dev.akvvm.files.Directory;
import dev.akvvm.files.FileIdentity;
import dev.akvvm.files.WalkedPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A store, ready to be read and written: through the handle that was judged, as its owner. */
public final class OpenStore implements AutoCloseable {
  private final WalkedPath walked;
  private final ActingAs acting;
  private final int mode;

  /**
   * A store that has been walked to.
   *
   * @param mode what it gets if it is missing
   */
  OpenStore(WalkedPath walked, ActingAs acting, int mode) {
    this.walked = walked;
    this.acting = acting;
    this.mode = mode;
  }

  /** The owner of its files. */
  public FileIdentity identity() {
    return acting.identity();
  }

  /** Whether it exists. */
  public boolean exists() {
    return walked.exists();
  }

  /** The store; empty when it does not exist. To be closed by the caller. */
  public Optional<Directory> directory() throws IOException {
    return walked.exists() ? Optional.of(walked.open()) : Optional.empty();
  }

  /**
   * The store, created if it was missing, accessible to its owner only, or to everyone if it holds
   * nothing but what everyone may read. To be closed by the caller.
   */
  public Directory make() throws IOException {
    return walked.make(mode);
  }

  /** Whether nothing can be written there, because it is on a read-only mount. */
  boolean isReadOnly() {
    return walked.isReadOnly();
  }

  /** Where it is, without links. */
  Path resolved() {
    return walked.resolved();
  }

  /**
   * Fails as writing keys and links to the store, or creating it, would, and leaves nothing.
   *
   * @throws java.nio.file.FileSystemException when its file system lacks something
   */
  public void tryStoring() throws IOException {
    try (Directory existing = walked.openExisting()) {
      existing.tryStoring();
    }
  }

  /** The same, without making anything visible on file systems that are known to lack nothing. */
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
