package dev.akvvm.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Whether the agent is still wanted: its package is there (waagent may drop a handler without any
 * command, and unpack it anew under the same name) and so is the launcher that started it; and
 * whether it can still work where it is.
 *
 * @param script the launcher's
 * @param file which file that was at first; empty if there was none
 * @param launcher its process
 * @param walledStores the stores, where a sandbox made for this agent lets it write to them and to
 *     little else; empty where there is no sandbox
 */
record Surroundings(
    Path script, Optional<Object> file, Optional<ProcessHandle> launcher, List<Path> walledStores) {
  Surroundings {
    walledStores = List.copyOf(walledStores);
  }

  /** Those this process finds when it starts. */
  static Surroundings found(Path home, Optional<ProcessHandle> launcher, List<Path> walledStores) {
    Path script = home.resolve("bin/akvvm_service");
    return new Surroundings(script, file(script), launcher, walledStores);
  }

  boolean areGone() {
    return file.isEmpty()
        || !file(script).equals(file)
        || launcher.map(process -> !process.isAlive()).orElse(true);
  }

  /**
   * True when a store cannot be written any more. The sandbox's opening is the directory that was
   * there when it was built: one that was removed and made again lies outside.
   */
  boolean lockOutStores() {
    return walledStores.stream().anyMatch(store -> !Files.isWritable(store));
  }

  /**
   * Which file has the name now. The launcher holds its own open, so no other can be taken for it.
   */
  private static Optional<Object> file(Path script) {
    try {
      return Optional.ofNullable(Files.readAttributes(script, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
