package dev.akvvm.agent;

import dev.akvvm.files.AppendedFile;
import dev.akvvm.files.Directory;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A log file that is rotated when it has grown: {@code NAME.1} is the newest of the older ones.
 * Several processes may write to it.
 *
 * <p>Never fails, because nothing may fail because of its log: what cannot be written is lost, and
 * a while later the file is tried again.
 */
final class LogFile extends OutputStream {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);

  private final Path folder;
  private final String name;
  private final long limit;
  private final int generations;
  private Optional<AppendedFile> file = Optional.empty();
  private long size;
  private long nextAttempt = System.nanoTime();

  /**
   * @param limit in bytes; a single write may exceed it
   * @param generations how many older ones are kept
   */
  LogFile(Path folder, String name, long limit, int generations) {
    this.folder = folder;
    this.name = name;
    this.limit = limit;
    this.generations = generations;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** Writes one or more lines, which stay together. */
  @Override
  public synchronized void write(byte[] line, int offset, int length) {
    if (file.isEmpty() && System.nanoTime() - nextAttempt < 0) {
      return;
    }
    try {
      if (file.isEmpty() || size >= limit) {
        close();
        file = Optional.of(open());
      }
      file.get().write(line, offset, length);
      size += length;
    } catch (IOException e) {
      close();
      nextAttempt = System.nanoTime() + BETWEEN_ATTEMPTS.toNanos();
      JournalLine.printError("cannot write the log " + name + ": " + IoReason.of(e));
    }
  }

  private AppendedFile open() throws IOException {
    DurableFiles.createDirectories(folder, Modes.PUBLIC_DIRECTORY);
    try (Directory directory = DurableFiles.open(folder)) {
      // Another process may have been faster.
      if (directory.facts(name).filter(this::isGrown).isPresent()) {
        rotate(directory);
      }
      AppendedFile opened = directory.append(name);
      size = opened.initialSize();
      return opened;
    }
  }

  private boolean isGrown(FileFacts facts) {
    return facts.kind() == FileFacts.Kind.FILE && facts.size() >= limit;
  }

  private void rotate(Directory directory) throws IOException {
    for (int older = generations; older > 0; older--) {
      try {
        directory.rename(older == 1 ? name : name + "." + (older - 1), name + "." + older);
      } catch (NoSuchFileException e) {
        // There are not that many yet.
      }
    }
  }

  @Override
  public synchronized void close() {
    file.ifPresent(AppendedFile::close);
    file = Optional.empty();
  }
}
