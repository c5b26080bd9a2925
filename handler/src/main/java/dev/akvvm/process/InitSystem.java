package dev.akvvm.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** What runs as the machine's first process. */
public final class InitSystem {
  private InitSystem() {}

  /** As sd_booted(3) does it: true if systemd is the init. */
  public static boolean isSystemd() {
    return Files.isDirectory(Path.of("/run/systemd/system"));
  }
}
