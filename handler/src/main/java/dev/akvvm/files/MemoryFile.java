package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file without a name, in memory: for what a program prints. No disk can be full for it, nobody
 * else can open it, and nothing is left of it.
 */
public final class MemoryFile implements AutoCloseable {
  private final Descriptor file;

  private MemoryFile(Descriptor file) {
    this.file = file;
  }

  /** Empty where the kernel has none (before Linux 3.17), or no memory is left. */
  public static Optional<MemoryFile> create() {
    return Descriptor.inMemory(Kernel.ofThisProcess(), "akvvm").map(MemoryFile::new);
  }

  /** A path by which this process, and no other, can open it. */
  public Path path() {
    return file.path();
  }

  /**
   * What has been written to it.
   *
   * @param most in bytes; what is beyond is left out
   */
  public byte[] read(int most) throws IOException {
    return file.read(most);
  }

  @Override
  public void close() {
    file.close();
  }
}
