package dev.akvvm.doctor;

import dev.akvvm.files.Accounts;
import dev.akvvm.files.IoReason;
import dev.akvvm.ownership.OpenStore;
import dev.akvvm.ownership.StoreOwner;
import dev.akvvm.ownership.StoreOwners;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.settings.ExtensionSettings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether certificates could be written, and read by those the settings name. */
final class StoreChecks {
  private static final String STORE = "store";
  private static final String SPACE = "disk space";

  /** Enough for thousands of certificates; a file system with less is nearly full. */
  private static final long ENOUGH = 10L * 1024 * 1024;

  private StoreChecks() {}

  /**
   * Looks at every store of the settings.
   *
   * @param guestAgentFolder the guest agent's own, which the agent opens for readers
   */
  static List<Finding> of(ExtensionSettings settings, Path guestAgentFolder) {
    List<Finding> findings = new ArrayList<>();
    StoreOwners owners = new StoreOwners(settings.certificates());
    StoreThreads threads = new StoreThreads();
    for (Path store : settings.stores()) {
      try {
        findings.addAll(threads.run(store, () -> of(owners, store)));
      } catch (IOException e) {
        findings.add(Finding.fix(STORE, IoReason.of(e)));
      }
    }
    findings.addAll(new GrantChecks(threads, guestAgentFolder).of(settings.certificates()));
    return findings;
  }

  private static List<Finding> of(StoreOwners owners, Path store) {
    Path existing = existing(store);
    return List.of(
        safe(owners, store).orElseGet(() -> writable(owners, store, existing)),
        space(store, existing));
  }

  /** The store, or the nearest directory above it that exists. */
  static Path existing(Path store) {
    Path path = store;
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  /** A finding unless the store is safe for root to write. */
  private static Optional<Finding> safe(StoreOwners owners, Path store) {
    try {
      return switch (owners.of(store)) {
        case StoreOwner.Root _ -> Optional.empty();
        case StoreOwner.User(Accounts.User user) -> Optional.of(asUser(owners, store, user));
        case StoreOwner.Nobody refused -> Optional.of(Finding.fix(STORE, refused.toString()));
      };
    } catch (NotDirectoryException e) {
      // That has a finding of its own.
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Finding.fix(STORE, IoReason.of(e)));
    }
  }

  private static Finding asUser(StoreOwners owners, Path store, Accounts.User user) {
    String what =
        "%s can be changed by %s: it is written with that user's rights only"
            .formatted(store, user.name());
    try (OpenStore open = owners.open(store)) {
      open.tryWriting();
      return Finding.ok(STORE, what);
    } catch (AccessDeniedException e) {
      return Finding.fix(
          STORE,
          "%s, and they do not suffice: %s; make the directory %s's, with chown"
              .formatted(what, IoReason.of(e), user.name()));
    } catch (IOException e) {
      return Finding.fix(STORE, what + ", and that fails: " + IoReason.of(e));
    }
  }

  private static Finding writable(StoreOwners owners, Path store, Path existing) {
    if (!Files.isDirectory(existing)) {
      return Finding.fix(
          STORE,
          existing
              + " is not a directory; move it away, or choose another certificateStoreLocation than"
              + " "
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
    try (OpenStore open = owners.open(store)) {
      open.tryWriting();
    } catch (IOException e) {
      return Finding.fix(STORE, IoReason.of(e));
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
