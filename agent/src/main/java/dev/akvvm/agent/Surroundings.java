package dev.akvvm.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether the agent is still wanted, and can still work where it is.
 *
 * @param home its package: waagent may drop a handler without any command
 * @param launcher what started it
 * @param walledStores the stores, where a sandbox made for this agent lets it write to them and to
 *     little else; empty where there is no sandbox
 */
record Surroundings(Path home, Optional<ProcessHandle> launcher, List<Path> walledStores) {
  Surroundings {
    walledStores = List.copyOf(walledStores);
  }

  boolean areGone() {
    return !Files.exists(home.resolve("bin/akvvm_service"))
        || launcher.map(process -> !process.isAlive()).orElse(true);
  }

  /**
   * True when a store cannot be written any more. The sandbox's opening is the directory that was
   * there when it was built: one that was removed and made again lies outside.
   */
  boolean lockOutStores() {
    return walledStores.stream().anyMatch(store -> !Files.isWritable(store));
  }
}
