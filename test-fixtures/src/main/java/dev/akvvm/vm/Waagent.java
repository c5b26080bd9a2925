package dev.akvvm.vm;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The real Azure guest agent in a machine. It runs a handler's commands exactly as in Azure; only
 * Azure's own end of the wire is made up, and nothing happens but what is asked for here. Not for
 * several threads.
 *
 * <p>Each command of a handler takes two seconds at least: waagent looks once a second.
 */
public final class Waagent implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Vm vm;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final Path stderr;
  private final Wire wire = new Wire();
  private final Map<String, Map<String, String>> packages = new LinkedHashMap<>();

  private Waagent(Vm vm, Process process, Path stderr) {
    this.vm = vm;
    this.process = process;
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
    this.stderr = stderr;
  }

  /** Starts the agent with its own time limit for extensions that others depend on, 90 minutes. */
  public static Waagent start(Vm vm) {
    return start(vm, Optional.empty());
  }

  /** Starts the agent with a time limit of one's own for extensions that others depend on. */
  public static Waagent start(Vm vm, Duration dependencyTimeout) {
    return start(vm, Optional.of(dependencyTimeout));
  }

  private static Waagent start(Vm vm, Optional<Duration> dependencyTimeout) {
    Path agent = Fixtures.file("target/waagent");
    if (!Files.isDirectory(agent.resolve("azurelinuxagent"))) {
      throw new IllegalStateException(
          "The guest agent is missing: run " + Fixtures.file("waagent/install"));
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/python3", "-B", Fixtures.file("waagent/drive.py").toString()));
    command.addAll(List.of("--agent", agent.toString()));
    dependencyTimeout.ifPresent(
        timeout -> command.addAll(List.of("--dependency-timeout", "" + timeout.toSeconds())));
    try {
      Path stderr = Files.createTempFile("waagent", ".stderr");
      Process process =
          new ProcessBuilder(vm.entering(command)).redirectError(stderr.toFile()).start();
      Waagent waagent = new Waagent(vm, process, stderr);
      waagent.answer();
      return waagent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a package where goal states can refer to it. */
  public void publish(String name, String version, Path zip) {
    String inside = vm.bringIn(zip, "/run/packages/" + name + "/" + version);
    packages.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(version, inside);
  }

  /** A goal state with exactly these extensions arrives and is processed. */
  public Report goal(Extension... extensions) {
    return ask(wire.goal(packages, List.of(extensions)));
  }

  /** One iteration of waagent's main loop; it does that every six seconds. */
  public Report tick() {
    return ask(wire.command("tick"));
  }

  /** The same goal arrives once more, as when another extension of the machine was changed. */
  public Report newGoalState() {
    return ask(wire.command("newGoalState"));
  }

  /**
   * The agent starts anew, as after a reboot, and processes the goal again. Other processes live
   * on.
   */
  public Report restart() {
    return ask(wire.command("restart"));
  }

  /** What Azure was told last; nothing is run. */
  public Report report() {
    return ask(wire.command("report"));
  }

  /**
   * The same, with the extensions' telemetry, which waagent takes away and would do every five
   * minutes.
   */
  public Report collectEvents() {
    return ask(wire.command("events"));
  }

  /**
   * Iterates the main loop until Azure is told what is expected.
   *
   * @throws IllegalStateException if that takes longer than {@code timeout}
   */
  public Report pollUntil(Predicate<Report> expected, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Report report = tick();
      if (expected.test(report)) {
        return report;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("Not within " + timeout + ", last was " + report);
      }
      Commands.pause(POLL);
    }
  }

  /** Ends the agent. What its extensions started lives on, as in Azure. */
  @Override
  public void close() {
    try {
      commands.close();
      if (!Commands.ended(process, SOON)) {
        Commands.kill(process);
      }
      Files.deleteIfExists(stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Report ask(String line) {
    try {
      commands.write(line);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new IllegalStateException("waagent's driver is gone: " + errors(), e);
    }
    return answer();
  }

  private Report answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("waagent's driver ended: " + errors());
      }
      return wire.report(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String errors() {
    try {
      return Commands.read(stderr).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
