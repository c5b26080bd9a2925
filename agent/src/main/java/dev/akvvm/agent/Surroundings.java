package dev.akvvm.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether the agent is still wanted: its package is there (waagent may drop a handler without any
 * command) and so is the launcher that started it.
 */
record Surroundings(Path home, Optional<ProcessHandle> launcher) {
  boolean areGone() {
    return !Files.exists(home.resolve("bin/akvvm_service"))
        || launcher.map(process -> !process.isAlive()).orElse(true);
  }
}
