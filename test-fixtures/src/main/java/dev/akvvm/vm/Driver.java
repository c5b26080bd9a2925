package dev.akvvm.vm;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running drive.py: for each line that goes in one comes out. */
abstract sealed class Driver implements AutoCloseable permits DriverProcess, DriverUnit {
  private final BufferedWriter commands;
  private final BufferedReader answers;

  Driver(BufferedWriter commands, BufferedReader answers) {
    this.commands = commands;
    this.answers = answers;
  }

  /** What to run in a machine. */
  static List<String> commandLine(
      Path agent, Optional<Duration> dependencyTimeout, Optional<String> libDir) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/python3", "-B", Fixtures.file("waagent/drive.py").toString()));
    command.addAll(List.of("--agent", agent.toString()));
    dependencyTimeout.ifPresent(
        timeout -> command.addAll(List.of("--dependency-timeout", "" + timeout.toSeconds())));
    libDir.ifPresent(directory -> command.addAll(List.of("--lib-dir", directory)));
    return List.copyOf(command);
  }

  final String ask(String line) {
    try {
      commands.write(line);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new IllegalStateException("waagent's driver is gone: " + errors(), e);
    }
    return answer();
  }

  final String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("waagent's driver ended: " + errors());
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without more commands it ends by itself. */
  final void hangUp() {
    try {
      commands.close();
    } catch (IOException e) {
      // It is gone already, with what was still to be written to it.
    }
  }

  /** What it said beside its answers. */
  abstract String errors();

  /** Ends it. */
  @Override
  public abstract void close();
}
