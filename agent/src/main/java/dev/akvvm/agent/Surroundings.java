package dev.akvvm.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Whether the agent is still wanted: its package is there (waagent may drop a handler without any
 * command, and unpack it anew under the same name) and so is the launcher that started it.
 *
 * @param script the launcher's
 * @param file which file that was at first; empty if there was none
 * @param launcher its process
 */
record Surroundings(Path script, Optional<Object> file, Optional<ProcessHandle> launcher) {
  /** Those this process finds when it starts. */
  static Surroundings found(Path home, Optional<ProcessHandle> launcher) {
    Path script = home.resolve("bin/akvvm_service");
    return new Surroundings(script, file(script), launcher);
  }

  boolean areGone() {
    return file.isEmpty()
        || !file(script).equals(file)
        || launcher.map(process -> !process.isAlive()).orElse(true);
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
