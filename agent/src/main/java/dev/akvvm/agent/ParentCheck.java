package dev.akvvm.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whether the agent should go on: its package still exists (waagent may drop a handler without any
 * command, and unpack it again under the same name), and so does the launcher that started it; and
 * whether its sandbox still lets it work.
 *
 * @param script the launcher's script
 * @param file which file that was at the start; empty if there was none
 * @param launcher the launcher's process
 * @param walls whether the sandbox keeps this agent from its work; always false without a sandbox
 */
record ParentCheck(
    Path script, Optional<Object> file, Optional<ProcessHandle> launcher, BooleanSupplier walls) {

  /** With what this process finds when it starts. */
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
   * True when the sandbox was built for other circumstances: a store was removed and created again,
   * is elsewhere or has a new owner, or there is now something to run after renewals.
   */
  boolean hasUnwritableStore() {
    return walls.getAsBoolean();
  }

  /**
   * Which file has the name now. The launcher holds its own open, so no other file can be mistaken
   * for it.
   */
  private static Optional<Object> file(Path script) {
    try {
      return Optional.ofNullable(Files.readAttributes(script, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
