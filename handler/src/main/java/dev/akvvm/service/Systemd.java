package dev.akvvm.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.Modes;
import dev.akvvm.process.ProcessResult;
import dev.akvvm.process.ProgramFailedException;
import dev.akvvm.process.SystemCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * systemd, through its command line tools. The unit is rewritten for each start, because the path
 * of the package changes with its version.
 */
public final class Systemd implements ServiceManager {
  /** The name Microsoft's extension gave the service; operators restart it by this name. */
  public static final String UNIT = "akvvm_service.service";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Enough for thousands of stores. */
  private static final int MAX_UNIT = 4 * 1024 * 1024;

  private final Path unitFile;

  Systemd(Path unitFolder) {
    this.unitFile = unitFolder.resolve(UNIT);
  }

  static Systemd ofMachine() {
    return new Systemd(Path.of("/etc/systemd/system"));
  }

  @Override
  public void start(Start start) throws CommandFailedException, InterruptedException {
    write(SystemdUnit.text(start, unitFile));
    systemctl("daemon-reload");
    systemctl("enable", UNIT);
    systemctl("restart", UNIT);
  }

  private void write(String text) throws CommandFailedException {
    try {
      DurableFiles.replace(unitFile, text.getBytes(UTF_8), Modes.PUBLIC_FILE);
    } catch (IOException e) {
      throw CommandFailedException.because("cannot write the unit " + unitFile, e);
    }
  }

  @Override
  public boolean fit(Start start) throws CommandFailedException, InterruptedException {
    String text = SystemdUnit.text(start, unitFile);
    try {
      if (text.equals(new String(DurableFiles.read(unitFile, MAX_UNIT), UTF_8))) {
        return true;
      }
    } catch (IOException e) {
      throw CommandFailedException.because("cannot read the unit " + unitFile, e);
    }
    write(text);
    systemctl("daemon-reload");
    return false;
  }

  @Override
  public void startNoMore() throws CommandFailedException, InterruptedException {
    if (exists()) {
      systemctl("disable", UNIT);
    }
  }

  @Override
  public void stop() throws CommandFailedException, InterruptedException {
    if (exists()) {
      systemctl("stop", UNIT);
    }
  }

  private boolean exists() throws CommandFailedException {
    try {
      return DurableFiles.facts(unitFile).isPresent();
    } catch (IOException e) {
      throw CommandFailedException.because("cannot read the unit", e);
    }
  }

  @Override
  public void forget(Path home) throws CommandFailedException, InterruptedException {
    try {
      if (!isOf(home)) {
        return;
      }
      systemctl("disable", "--now", UNIT);
      DurableFiles.delete(unitFile);
    } catch (IOException e) {
      throw CommandFailedException.because("cannot remove the unit", e);
    }
    systemctl("daemon-reload");
  }

  /** A link to /dev/null in its place is an operator's mask, and not ours. */
  private boolean isOf(Path home) throws IOException {
    Optional<FileFacts> facts = DurableFiles.facts(unitFile);
    return facts.isPresent()
        && facts.get().kind() == FileFacts.Kind.FILE
        && SystemdUnit.starts(new String(DurableFiles.read(unitFile, MAX_UNIT), UTF_8), home);
  }

  /** The journal's last line is systemd's own when it could not start the launcher. */
  @Override
  public String whereToLook(Start start) throws InterruptedException {
    String journal = "journalctl -u " + UNIT;
    try {
      ProcessResult last =
          SystemCommands.run(LIMIT, "journalctl", "-q", "-u", UNIT, "-o", "cat", "-n", "1");
      return last.succeeded() && !last.lastLine().isEmpty()
          ? journal + ", which ends with: " + last.lastLine()
          : journal;
    } catch (ProgramFailedException e) {
      return journal;
    }
  }

  private static void systemctl(String... arguments)
      throws CommandFailedException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "systemctl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      ProcessResult result = SystemCommands.run(LIMIT, command);
      if (!result.succeeded()) {
        throw new CommandFailedException(
            ExitCode.MISSING_DEPENDENCY, String.join(" ", command) + ": " + result.lastLine());
      }
    } catch (ProgramFailedException e) {
      throw CommandFailedException.because(e);
    }
  }
}
