package dev.akvvm.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private final Vm vm;
  private final List<String> commandLine;
  private final Driver driver;
  private final Wire wire = new Wire();
  private final Map<String, Map<String, String>> packages;

  private Waagent(
      Vm vm, List<String> commandLine, Driver driver, Map<String, Map<String, String>> packages) {
    this.vm = vm;
    this.commandLine = commandLine;
    this.driver = driver;
    this.packages = packages;
    wire.report(driver.answer());
  }

  /** Starts the agent with its own time limit for extensions that others depend on, 90 minutes. */
  public static Waagent start(Vm vm) {
    return start(vm, Optional.empty(), Optional.empty());
  }

  /** Starts the agent with a time limit of one's own for extensions that others depend on. */
  public static Waagent start(Vm vm, Duration dependencyTimeout) {
    return start(vm, Optional.of(dependencyTimeout), Optional.empty());
  }

  /** Starts the agent where its configuration names another folder: {@code Lib.Dir}. */
  public static Waagent startIn(Vm vm, String libDir) {
    return start(vm, Optional.empty(), Optional.of(libDir));
  }

  private static Waagent start(
      Vm vm, Optional<Duration> dependencyTimeout, Optional<String> libDir) {
    List<String> commandLine = Driver.commandLine(unpacked(), dependencyTimeout, libDir);
    return new Waagent(
        vm, commandLine, DriverProcess.start(vm, commandLine), new LinkedHashMap<>());
  }

  /**
   * Starts the agent as the service {@code walinuxagent} of the machine's systemd: what its
   * extensions' commands leave in its control group ends with it.
   */
  public static Waagent startService(Vm vm) {
    List<String> commandLine = Driver.commandLine(unpacked(), Optional.empty(), Optional.empty());
    return new Waagent(vm, commandLine, DriverUnit.restart(vm, commandLine), new LinkedHashMap<>());
  }

  /**
   * Restarts the service, or starts it where it was killed; this object cannot be used any more.
   * The new agent has the packages, but no goal until it is given one.
   */
  public Waagent restartService() {
    DriverUnit next = DriverUnit.restart(vm, commandLine);
    driver.hangUp();
    return new Waagent(vm, commandLine, next, packages);
  }

  private static Path unpacked() {
    Path agent = Fixtures.file("target/waagent");
    if (!Files.isDirectory(agent.resolve("azurelinuxagent"))) {
      throw new IllegalStateException(
          "The guest agent is missing: run " + Fixtures.file("waagent/install"));
    }
    return agent;
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
    driver.close();
  }

  private Report ask(String line) {
    return wire.report(driver.ask(line));
  }
}
