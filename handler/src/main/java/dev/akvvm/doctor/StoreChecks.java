package dev.akvvm.doctor;

import dev.akvvm.files.IoReason;
import dev.akvvm.settings.ExtensionSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether certificates could be written, and be read by whom the settings name. */
public final class StoreChecks {
  private static final String STORE = "store";
  private static final String SPACE = "disk space";

  /** Thousands of certificates; a file system with less is about to be full. */
  private static final long ENOUGH = 10L * 1024 * 1024;

  private StoreChecks() {}

  /**
   * Looks at every store of the settings.
   *
   * @param guestAgentFolder the guest agent's own, which the agent opens for readers
   */
  public static List<Finding> of(ExtensionSettings settings, Path guestAgentFolder) {
    List<Finding> findings = new ArrayList<>();
    for (Path store : settings.stores()) {
      Path existing = existing(store);
      findings.add(writable(store, existing));
      findings.add(space(store, existing));
    }
    findings.addAll(new GrantChecks(guestAgentFolder).of(settings.certificates()));
    return findings;
  }

  /** The store, or the nearest directory above it that is there. */
  static Path existing(Path store) {
    Path path = store;
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  private static Finding writable(Path store, Path existing) {
    if (!Files.isDirectory(existing)) {
      return Finding.fix(
          STORE,
          existing
              + " is no directory; move it away, or choose another certificateStoreLocation than "
              + store);
    }
    if (!Files.isWritable(existing)) {
      return Finding.fix(
          STORE,
          existing
              + " cannot be written to; is it mounted read-only? Or choose another"
              + " certificateStoreLocation than "
              + store);
    }
    return Finding.ok(
        STORE, store + (existing.equals(store) ? " can be written to" : " can be created"));
  }

  private static Finding space(Path store, Path existing) {
    try {
      FileStore disk = Files.getFileStore(existing);
      long free = disk.getUsableSpace();
      String message = "%s: %d MiB free".formatted(store, free / (1024 * 1024));
      return free >= ENOUGH
          ? Finding.ok(SPACE, message)
          : Finding.fix(SPACE, message + "; free some space on " + existing);
    } catch (IOException e) {
      return Finding.fix(SPACE, store + ": " + IoReason.of(e));
    }
  }
}
