package dev.akvvm.onrenewal.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.HeldLock;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import dev.akvvm.onrenewal.plan.PendingChanges;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is still to do, on disk, so that it survives crash, upgrade and reboot. The agent and a
 * command may change it at the same time. If it cannot be written, it is kept in memory, and that
 * is logged.
 */
final class PendingChangesFile {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

  /** Enough for thousands of changes. */
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  private final Path file;
  private final Path lock;
  private PendingChanges known = PendingChanges.NOTHING;
  private boolean isUnsaved;

  PendingChangesFile(Path file) {
    this.file = file;
    this.lock = file.resolveSibling(file.getFileName() + ".lock");
  }

  /** The content when it was last read or written. */
  synchronized PendingChanges known() {
    return known;
  }

  synchronized PendingChanges read() {
    if (!isUnsaved) {
      known = readFile();
    }
    return known;
  }

  /** Changes it in one step; nothing is written if nothing changes. */
  synchronized PendingChanges update(UnaryOperator<PendingChanges> step) {
    try (HeldLock _ = HeldLock.acquire(lock, LOCK_LIMIT)) {
      PendingChanges before = read();
      known = step.apply(before);
      if (isUnsaved || !known.equals(before)) {
        isUnsaved = true;
        DurableFiles.replace(
            file, PendingChangesJson.write(known).getBytes(UTF_8), Modes.PRIVATE_FILE);
        isUnsaved = false;
      }
    } catch (IOException e) {
      keep(step, IoReason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      keep(step, "interrupted");
    }
    return known;
  }

  private void keep(UnaryOperator<PendingChanges> step, String reason) {
    if (!isUnsaved) {
      known = step.apply(known);
      isUnsaved = true;
    }
    LOG.error("cannot save the pending actions: {}", reason);
  }

  private PendingChanges readFile() {
    try {
      Optional<PendingChanges> read =
          PendingChangesJson.read(new String(DurableFiles.read(file, MAX_BYTES), UTF_8));
      if (read.isEmpty()) {
        LOG.error("{}: invalid; the pending actions in it are lost", file);
      }
      return read.orElse(PendingChanges.NOTHING);
    } catch (NoSuchFileException e) {
      return PendingChanges.NOTHING;
    } catch (IOException e) {
      LOG.error("cannot read the pending actions: {}", IoReason.of(e));
      return known;
    }
  }
}
