package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The package's log lines at a real receiver, in good times and bad. */
@Timeout(300)
@OnMachine
final class ForwardIT {
  private static final int PORT = 24224;
  private static final String ENDPOINT = "tcp://localhost:" + PORT;
  private static final Settings HOURLY = Settings.polling(3600, "web").withLogReceiver(ENDPOINT);
  private static final String LOG = PackageFolder.LOGS + "/akvvm_service.log";
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d: (<.*)$");

  /** What a receiver may add to the end of a process, on a busy machine. */
  private static final Duration BOUND = Duration.ofSeconds(8);

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  ForwardIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
  }

  @Test
  void receiver_works_getsEachLineWithItsFields() {
    Emulator.Version version = machine.azure().create("web");
    try (LogCollector collector = LogCollector.onPort(machine, PORT)) {
      handler.enable(0, HOURLY);
      store.awaitInstalled("web", version);
      awaitSleeping();
      awaitAll(collector);

      assertEquals(logged().size(), collector.taken().size());
      JsonNode installed =
          collector.taken().stream()
              .filter(line -> line.path("message").asText().contains(": installed "))
              .findFirst()
              .orElseThrow();
      assertEquals("akvvm_service", installed.path("tag").asText());
      assertEquals("info", installed.path("level").asText());
      assertEquals("CertificateManager", installed.path("logger").asText());
      assertEquals("contoso", installed.path("vault").asText());
      assertEquals("web", installed.path("certificate").asText());
      assertEquals(version.version(), installed.path("version").asText());
      assertEquals(PackageFolder.VERSION, installed.path("extensionVersion").asText());
      assertEquals(machine.output("hostname").strip(), installed.path("host").asText());
      long age = System.currentTimeMillis() / 1000 - installed.path("seconds").asLong();
      assertTrue(age >= 0 && age < 300, age + " s");
      assertEquals("", waiting());
    }
  }

  @Test
  void receiver_downThenUp_getsAllAndTheLogSaysItOnce() {
    Emulator.Version version = machine.azure().create("web");
    handler.enable(0, HOURLY);
    store.awaitInstalled("web", version);
    awaitSleeping();
    pollNow();
    pollNow();
    assertEquals(1, logged().stream().filter(line -> line.contains("cannot forward")).count());

    try (LogCollector collector = LogCollector.onPort(machine, PORT)) {
      pollNow();
      awaitAll(collector);
      assertTrue(
          logged().stream()
              .anyMatch(line -> line.contains("log lines are forwarded to " + ENDPOINT + " again")),
          logged().toString());
    }
  }

  @Test
  void receiver_hangs_delaysNothingAndLosesNothing() {
    Emulator.Version version = machine.azure().create("web");
    try (LogCollector collector = LogCollector.onPort(machine, PORT)) {
      collector.hang();
      handler.enable(0, HOURLY);
      store.awaitInstalled("web", version);
      long installed = System.nanoTime();
      awaitSleeping();
      Duration took = Duration.ofNanos(System.nanoTime() - installed);
      assertTrue(took.compareTo(BOUND) < 0, took.toString());

      collector.goOn();
      pollNow();
      awaitAll(collector);
    }
  }

  @Test
  @Tag("nightly")
  void receiver_killedInTheMiddleTimeAndAgain_noLineIsLost() {
    machine.write("/etc/akvvm/environment", "AKVVM_LOG=debug\n");
    machine.azure().create("web");
    try (LogCollector collector = LogCollector.onPort(machine, PORT)) {
      handler.enable(0, Settings.polling(1, "web").withLogReceiver(ENDPOINT));
      for (int i = 0; i < 4; i++) {
        int before = collector.taken().size();
        machine.await().until("lines", Machine.SOON, () -> collector.taken().size() > before + 5);
        collector.kill();
        machine.output("sleep", "1.5");
        collector.startAgain();
      }
      machine.javas().forEach(java -> machine.kill("KILL", java));
      machine.await().until("another Java", Machine.SOON, () -> !machine.javas().isEmpty());
      handler.run(0, "disable").output();
      handler.enable(1, HOURLY);
      awaitSleeping();
      awaitAll(collector);
    }
  }

  @Test
  @OnMachine(systemd = true)
  void service_inItsSandbox_reachesASocketAndAPort() {
    Emulator.Version version = machine.azure().create("web");
    machine.write("/etc/akvvm/environment", "AKVVM_LOG=info\n");
    try (LogCollector collector = LogCollector.onSocket(machine, "/run/fluent.sock")) {
      handler.run(0, "install").output();
      handler.enable(
          0, Settings.polling(3600, "web").withLogReceiver("unix:///var/run/fluent.sock"));
      store.awaitInstalled("web", version);
      awaitSleeping();
      awaitAll(collector);
      assertTrue(
          handler
              .run(0, "doctor")
              .stdout()
              .contains("log receiver: unix:///var/run/fluent.sock accepts"),
          handler.run(0, "doctor").stdout());
    }
    try (LogCollector collector = LogCollector.onPort(machine, PORT)) {
      handler.enable(1, HOURLY);
      machine.await().until("a line", Machine.SOON, () -> !collector.taken().isEmpty());
    }
  }

  private void pollNow() {
    machine.kill("HUP", machine.launcher().orElseThrow());
    machine.await().until("Java", Machine.SOON, () -> !machine.javas().isEmpty());
    awaitSleeping();
  }

  private void awaitSleeping() {
    machine.await().until("no Java", Machine.SOON, () -> machine.javas().isEmpty());
  }

  private void awaitAll(LogCollector collector) {
    machine
        .await()
        .until(
            "every line of the log at the receiver",
            Machine.SOON,
            () -> missing(collector).isEmpty());
  }

  private List<String> missing(LogCollector collector) {
    List<String> taken = collector.takenLines();
    return logged().stream().filter(line -> taken.stream().noneMatch(line::startsWith)).toList();
  }

  private List<String> logged() {
    return LINE.matcher(machine.read(LOG)).results().map(line -> line.group(1)).toList();
  }

  private String waiting() {
    return machine.output("find", "/var/lib/akvvm/forward", "-name", "*-*");
  }
}
