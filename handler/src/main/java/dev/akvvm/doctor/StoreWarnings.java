package dev.akvvm.doctor;

import dev.akvvm.files.WalkedPath;
import dev.akvvm.ownership.StoreOwner;
import dev.akvvm.ownership.StoreOwners;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.parser.Problem;
import dev.akvvm.settings.ExtensionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores that enable would refuse on this machine, which need not be the one settings are for. */
public final class StoreWarnings {
  private StoreWarnings() {}

  /** A warning for each; none for what cannot be examined. */
  public static List<Problem> of(ExtensionSettings settings) {
    List<Path> doubtful =
        settings.stores().stream().filter(store -> !WalkedPath.isPlainlyRoots(store)).toList();
    if (doubtful.isEmpty()) {
      return List.of();
    }
    StoreOwners owners = StoreOwners.forRoot(settings.certificates());
    StoreThreads threads = new StoreThreads();
    List<Problem> warnings = new ArrayList<>();
    for (Path store : doubtful) {
      if (ownerOf(owners, threads, store) instanceof StoreOwner.Nobody nobody) {
        warnings.add(new Problem("", Problem.Severity.WARNING, nobody.toString()));
      }
    }
    return warnings;
  }

  private static StoreOwner ownerOf(StoreOwners owners, StoreThreads threads, Path store) {
    try {
      return threads.run(store, () -> owners.of(store));
    } catch (IOException e) {
      return new StoreOwner.Root();
    }
  }
}
