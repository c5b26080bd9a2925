package dev.akvvm.service;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.Directory;
import dev.akvvm.files.IoReason;
import dev.akvvm.ownership.OpenStore;
import dev.akvvm.ownership.StoreOwner;
import dev.akvvm.ownership.StoreOwners;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.text.PrintableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Creates the stores that settings name, unless one of them must not be written. */
final class StoreFolders {
  private final ExtensionSettings settings;
  private final StoreThreads threads;
  private final StoreOwners owners;

  /**
   * For these settings.
   *
   * @param threads on which stores are examined and created
   */
  StoreFolders(ExtensionSettings settings, StoreThreads threads) {
    this.settings = settings;
    this.threads = threads;
    this.owners = new StoreOwners(settings.certificates());
  }

  /**
   * Creates all, or none if one must not be written: then the settings cannot be used. What goes
   * wrong with a store whose path its own user can change is only a warning.
   */
  void make() throws CommandFailedException {
    List<String> refused = new ArrayList<>();
    for (Path store : settings.stores()) {
      if (ownerOf(store) instanceof StoreOwner.Nobody nobody && !nobody.isUsersDoing()) {
        refused.add(nobody.toString());
      }
    }
    if (!refused.isEmpty()) {
      throw new CommandFailedException(ExitCode.CONFIGURATION, String.join("; ", refused));
    }
    for (Path store : settings.stores()) {
      switch (ownerOf(store)) {
        case StoreOwner.Root _ -> make(store);
        case StoreOwner.User _ -> makeOrWarn(store);
        case StoreOwner.Nobody nobody -> warn(nobody.toString());
      }
    }
  }

  /**
   * Creates those that may be written, and warns about the others and those that cannot be created.
   */
  void makeAllowed() {
    for (Path store : settings.stores()) {
      makeOrWarn(store);
    }
  }

  /** What users do to their own stores must not keep other stores from being written. */
  private void makeOrWarn(Path store) {
    try {
      make(store);
    } catch (CommandFailedException e) {
      warn(e.reason());
    }
  }

  private static void warn(String reason) {
    PrintableWriter.standardOutput().println("warning: " + reason);
  }

  private StoreOwner ownerOf(Path store) throws CommandFailedException {
    try {
      return threads.run(store, () -> owners.of(store));
    } catch (IOException e) {
      throw cannotCreate(store, e);
    }
  }

  private void make(Path store) throws CommandFailedException {
    try {
      threads.run(
          store,
          () -> {
            try (OpenStore open = owners.open(store)) {
              if (!open.exists()) {
                open.tryWriting();
              }
              try (Directory made = open.make()) {
                return made.path();
              }
            }
          });
    } catch (IOException e) {
      throw cannotCreate(store, e);
    }
  }

  private CommandFailedException cannotCreate(Path store, IOException e) {
    String first =
        settings.certificates().stream()
            .filter(each -> each.placement().store().equals(store))
            .map(ObservedCertificate::displayName)
            .findFirst()
            .orElseThrow();
    return new CommandFailedException(
        ExitCode.MISSING_DEPENDENCY,
        "cannot create the store %s (certificateStoreLocation of %s): %s"
            .formatted(store, first, IoReason.behind(store, e)));
  }
}
