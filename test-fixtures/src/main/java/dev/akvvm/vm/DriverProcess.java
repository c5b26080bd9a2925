package dev.akvvm.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The driver as a process that came into the machine from outside. */
final class DriverProcess extends Driver {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Process process;
  private final Path stderr;

  private DriverProcess(Process process, Path stderr) {
    super(process.outputWriter(), process.inputReader());
    this.process = process;
    this.stderr = stderr;
  }

  static DriverProcess start(Vm vm, List<String> command) {
    try {
      Path stderr = Files.createTempFile("waagent", ".stderr");
      Process process =
          new ProcessBuilder(vm.entering(command)).redirectError(stderr.toFile()).start();
      return new DriverProcess(process, stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  String errors() {
    try {
      return Commands.read(stderr).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    hangUp();
    if (!Commands.ended(process, SOON)) {
      Commands.kill(process);
    }
    try {
      Files.deleteIfExists(stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
