package dev.akvvm.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file that grows at its end, even if others write to it; each write is a single write(2). */
public final class AppendedFile extends OutputStream {
  private final Descriptor file;
  private final long size;

  private AppendedFile(Descriptor file, long size) {
    this.file = file;
    this.size = size;
  }

  /** Refuses what is not a regular file or does not belong to the identity. */
  static AppendedFile of(Descriptor file, FileIdentity identity) throws IOException {
    OpenFile opened = OpenFile.of(file, identity);
    if (!opened.isOwn()) {
      opened.close();
      throw new FileSystemException(file.shown(), null, OpenFile.NOT_OWN);
    }
    return new AppendedFile(file, opened.facts().size());
  }

  /** In bytes, when it was opened. */
  public long initialSize() {
    return size;
  }

  /** A path that leads to this very file, for this process only: for what takes paths only. */
  public Path path() {
    return file.path();
  }

  /**
   * Takes the lock of flock(2) until it is closed or the process ends; false when another has it.
   */
  public boolean lock() throws IOException {
    return file.lock();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    file.write(bytes, offset, length);
  }

  @Override
  public void close() {
    file.close();
  }
}
