package dev.akvvm.forward;

import dev.akvvm.files.AppendedFile;
import dev.akvvm.files.Directory;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.Modes;
import dev.akvvm.files.OpenFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Log lines that have not been acknowledged, in files of a folder of root's: whatever ends this
 * process, the next one sends them. A file is written by one process, which holds its lock
 * meanwhile, and is sent once it is closed. When there is no room for another, the oldest goes.
 */
final class Spool {
  /** In bytes, of a file and of a message. */
  static final int FILE_SIZE = 64 * 1024;

  private static final Pattern NAME = Pattern.compile("\\d{15}-[0-9a-f]{16}");

  /** What even a small file takes on most disks. */
  private static final long SMALLEST = 4096;

  /** One line may be longer than a file should be. */
  private static final int MOST_READ = 1024 * 1024;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final long limit;
  private final Clock clock;
  private Optional<AppendedFile> open = Optional.empty();
  private int size;
  private int dropped;

  /**
   * @param limit how much of the disk it may take, in bytes
   */
  Spool(Path folder, long limit, Clock clock) {
    this.folder = folder;
    this.limit = limit;
    this.clock = clock;
  }

  /** Files as they were sent, and the lines in them. */
  record Batch(List<String> names, Lines lines) {}

  /** Keeps a line; one that does not fit beside the others replaces the oldest of them. */
  synchronized void add(byte[] entry) throws IOException {
    try {
      if (open.isEmpty() || size + entry.length > FILE_SIZE) {
        seal();
        open = Optional.of(begin());
      }
      open.get().write(entry, 0, entry.length);
      size += entry.length;
    } catch (IOException e) {
      seal();
      throw e;
    }
  }

  /** Closes the file that is being written: what is added next begins another. */
  synchronized void seal() {
    open.ifPresent(AppendedFile::close);
    open = Optional.empty();
    size = 0;
  }

  private AppendedFile begin() throws IOException {
    DurableFiles.createDirectories(folder, Modes.PRIVATE_DIRECTORY);
    try (Directory directory = DurableFiles.open(folder)) {
      makeRoom(directory);
      byte[] random = new byte[8];
      RANDOM.nextBytes(random);
      AppendedFile file =
          directory.append("%015d-%s".formatted(clock.millis(), HexFormat.of().formatHex(random)));
      if (!file.lock()) {
        throw new IOException("a file that was just made is locked");
      }
      return file;
    }
  }

  private void makeRoom(Directory directory) throws IOException {
    List<String> names = names(directory);
    List<Long> sizes = new ArrayList<>();
    for (String name : names) {
      sizes.add(Math.max(SMALLEST, directory.facts(name).map(FileFacts::size).orElse(0L)));
    }
    long total = sizes.stream().mapToLong(Long::longValue).sum();
    for (int i = 0; i < names.size() && total > limit - FILE_SIZE; i++) {
      dropped += read(directory, names.get(i), false).map(Lines::count).orElse(0);
      directory.delete(names.get(i));
      total -= sizes.get(i);
    }
  }

  /** How many lines have been dropped since this was asked last. */
  synchronized int takeDropped() {
    int since = dropped;
    dropped = 0;
    return since;
  }

  /** The oldest lines, as many as a message should have; empty when there are none to send. */
  Optional<Batch> oldest() throws IOException {
    List<String> names = new ArrayList<>();
    Lines lines = Lines.none();
    try (Directory directory = DurableFiles.open(folder)) {
      for (String name : names(directory)) {
        Optional<Lines> found = read(directory, name, true);
        if (found.isEmpty()) {
          continue;
        }
        if (!lines.isEmpty() && lines.length() + found.get().length() > FILE_SIZE) {
          break;
        }
        names.add(name);
        lines = lines.and(found.get());
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(new Batch(names, lines));
  }

  /** How many lines wait. */
  int waiting() throws IOException {
    int waiting = 0;
    try (Directory directory = DurableFiles.open(folder)) {
      for (String name : names(directory)) {
        waiting += read(directory, name, false).map(Lines::count).orElse(0);
      }
    } catch (NoSuchFileException e) {
      return 0;
    }
    return waiting;
  }

  /** Forgets what was delivered. */
  void remove(Batch batch) throws IOException {
    try (Directory directory = DurableFiles.open(folder)) {
      for (String name : batch.names()) {
        directory.delete(name);
      }
    }
  }

  /** By age. */
  private static List<String> names(Directory directory) throws IOException {
    return directory.names().stream()
        .filter(name -> NAME.matcher(name).matches())
        .sorted()
        .toList();
  }

  /** Empty when it is gone, or is still being written and should not be. */
  private static Optional<Lines> read(Directory directory, String name, boolean closed)
      throws IOException {
    try (OpenFile file = directory.open(name)) {
      return closed && !file.lock()
          ? Optional.empty()
          : Optional.of(Lines.of(file.read(MOST_READ)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
