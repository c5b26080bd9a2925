package dev.akvvm.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whether the agent is still wanted: its package is there (waagent may drop a handler without any
 * command, and unpack it anew under the same name) and so is the launcher that started it; and
 * whether it can still work where it is.
 *
 * @param script the launcher's
 * @param file which file that was at first; empty if there was none
 * @param launcher its process
 * @param walls whether the sandbox around this agent keeps it from its work; never where there is
 *     none
 */
record ParentCheck(
    Path script, Optional<Object> file, Optional<ProcessHandle> launcher, BooleanSupplier walls) {

  /** Those this process finds when it starts. */
  static ParentCheck found(Path home, Optional<ProcessHandle> launcher, BooleanSupplier walls) {
    Path script = home.resolve("bin/akvvm_service");
    return new ParentCheck(script, file(script), launcher, walls);
  }

  boolean isOrphaned() {
    return file.isEmpty()
        || !file(script).equals(file)
        || launcher.map(process -> !process.isAlive()).orElse(true);
  }

  /**
   * True when the sandbox was built for other circumstances: a store was removed and made again,
   * lies elsewhere or is somebody else's now, or there is something to run after renewals.
   */
  boolean hasUnwritableStore() {
    return walls.getAsBoolean();
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
