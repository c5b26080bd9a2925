package dev.akvvm.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Processes of this machine that lead into a VM. */
final class Commands {
  private Commands() {}

  static Execution run(Duration timeout, List<String> command) {
    try {
      // Files, not pipes: a daemon that keeps a pipe open would keep its reader waiting.
      Path stdout = Files.createTempFile("vm", ".stdout");
      Path stderr = Files.createTempFile("vm", ".stderr");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        if (!ended(process, timeout)) {
          kill(process);
          throw new IllegalStateException(
              "Not done after "
                  + timeout
                  + ": "
                  + command
                  + System.lineSeparator()
                  + read(stdout)
                  + read(stderr));
        }
        return new Execution(process.exitValue(), read(stdout), read(stderr));
      } finally {
        Files.delete(stdout);
        Files.delete(stderr);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a process; says whether it ended in time. */
  static boolean ended(Process process, Duration timeout) {
    try {
      return process.waitFor(timeout);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + process.info(), e);
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /**
   * Kills a command in a VM: not nsenter but what it entered with, upon which nsenter ends too.
   * Without nsenter nobody in the VM could reap that process, and the VM's end would wait for this
   * machine's init to do it.
   */
  static void kill(Process process) {
    process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(Duration.ofSeconds(1))) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What a program wrote, readable even where it is not UTF-8. */
  static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
