package dev.akvvm.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * systemd, by its own command line. The unit is written anew for each start, because the path of
 * the package changes with its version.
 */
final class Systemd implements ServiceManager {
  /** The name Microsoft's extension gave the service; operators restart it by this name. */
  static final String UNIT = "akvvm_service.service";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path unitFile;

  Systemd(Path unitFolder) {
    this.unitFile = unitFolder.resolve(UNIT);
  }

  /** sd_booted(3): true where systemd is the init. */
  static boolean runsHere() {
    return Files.isDirectory(Path.of("/run/systemd/system"));
  }

  static Systemd ofMachine() {
    return new Systemd(Path.of("/etc/systemd/system"));
  }

  @Override
  public void start(Start start) throws CommandFailedException, InterruptedException {
    try {
      DurableFiles.replace(
          unitFile, SystemdUnit.text(start, unitFile).getBytes(UTF_8), Modes.PUBLIC_FILE);
    } catch (IOException e) {
      throw CommandFailedException.because("cannot write the unit " + unitFile, e);
    }
    systemctl("daemon-reload");
    systemctl("enable", UNIT);
    systemctl("restart", UNIT);
  }

  @Override
  public void stop() throws CommandFailedException, InterruptedException {
    if (Files.exists(unitFile)) {
      systemctl("stop", UNIT);
    }
  }

  @Override
  public void forget(Path home) throws CommandFailedException, InterruptedException {
    try {
      if (!Files.exists(unitFile) || !SystemdUnit.starts(Files.readString(unitFile), home)) {
        return;
      }
      systemctl("disable", "--now", UNIT);
      Files.deleteIfExists(unitFile);
    } catch (IOException e) {
      throw CommandFailedException.because("cannot remove the unit", e);
    }
    systemctl("daemon-reload");
  }

  /** The last word of the journal is systemd's own where it could not start the launcher. */
  @Override
  public String whereToLook(Start start) throws InterruptedException {
    String journal = "journalctl -u " + UNIT;
    try {
      Programs.Result last =
          Programs.run(LIMIT, "journalctl", "-q", "-u", UNIT, "-o", "cat", "-n", "1");
      return last.succeeded() && !last.lastLine().isEmpty()
          ? journal + ", which ends with: " + last.lastLine()
          : journal;
    } catch (CommandFailedException e) {
      return journal;
    }
  }

  private static void systemctl(String... arguments)
      throws CommandFailedException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "systemctl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Programs.Result result = Programs.run(LIMIT, command);
    if (!result.succeeded()) {
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY, String.join(" ", command) + ": " + result.lastLine());
    }
  }
}
