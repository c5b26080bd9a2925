package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the command says of a machine, to root and to everyone else, and how it ends. */
@Timeout(600)
@OnMachine
final class StatusIT {
  private static final int GOOD = 0;
  private static final int WARNING = 1;
  private static final int CRITICAL = 2;
  private static final int UNKNOWN = 3;
  private static final String COMMAND = "/usr/local/bin/akvvm";
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
  private static final String STORE = "/var/lib/waagent/Microsoft.Azure.KeyVault.Store/";

  private final Machine machine;
  private final PackageFolder handler;

  StatusIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
    handler.run(0, "install").output();
  }

  @Test
  @Tag("nightly")
  void status_agentStartsAndStops_followsWhatIsSo() throws Exception {
    lives();
  }

  @Test
  @OnMachine(systemd = true)
  void status_agentStartsAndStopsWithSystemd_followsWhatIsSo() throws Exception {
    lives();
  }

  private void lives() throws Exception {
    handler.settings(0, Settings.polling(3600, "web", "api").json());
    assertEnds(CRITICAL, status());
    assertTrue(status().stdout().startsWith("agent: not running; see "), status().stdout());
    Execution unknown = asNobody();
    assertEnds(UNKNOWN, unknown);
    assertEquals(
        "agent: not running, or it has not reported yet; see more with: sudo akvvm status\n",
        unknown.stdout());

    Emulator.Version version = machine.azure().create("web", "{\"keyType\": \"P-256\"}");
    machine.azure().create("api");
    handler.enable(0, Settings.polling(3600, "web", "api"));
    awaitEnd(GOOD);
    String all = status().output();
    assertRow(
        all,
        "contoso/web",
        "current",
        "*",
        version.version().substring(0, 8),
        "P-256",
        STORE + "contoso.web",
        "root",
        "-");
    assertRow(all, "contoso/api", "current");
    assertTrue(all.startsWith("agent: running since "), all);
    assertTrue(
        all.contains("; settings 0; version " + PackageFolder.VERSION + "\npolls: every 3600 s;"),
        all);
    assertEquals(all, asNobody().output());
    assertValid(status("--json"), "true", "good");
    assertEquals(status("--json").output(), asNobody("--json").output());

    handler.enable(1, Settings.polling(3600, "web"));
    awaitEnd(WARNING);
    assertRow(status().stdout(), "contoso/api", "unmanaged");
    assertTrue(
        status().stdout().contains("\ncontoso/api: has left the settings, "), status().stdout());
    assertEnds(WARNING, asNobody());
    assertValid(asNobody("--json"), "true", "warning");
    machine.output("sh", "-ec", "rm " + STORE + "contoso.api*");
    machine.kill("HUP", machine.launcher().orElseThrow());
    awaitEnd(GOOD);
    assertFalse(status().stdout().contains("contoso/api"), status().stdout());

    handler.run(1, "disable").output();
    Execution stopped = status();
    assertEnds(CRITICAL, stopped);
    assertTrue(
        stopped.stdout().startsWith("agent: not running; what follows is of "), stopped.stdout());
    assertRow(stopped.stdout(), "contoso/web", "current");
    assertEnds(CRITICAL, asNobody());
    assertTrue(asNobody().stdout().startsWith("agent: not running; "), asNobody().stdout());
    assertValid(status("--json"), "false", "critical");
    assertEquals(status("--json").stdout(), asNobody("--json").stdout());
  }

  @Test
  void status_agentIsKilled_isSeenAtOnce() {
    machine.azure().create("web");
    handler.enable(0, Settings.polling(3600, "web"));
    awaitEnd(GOOD);
    machine.kill("KILL", machine.launcher().orElseThrow());
    awaitEnd(CRITICAL);
    assertEnds(CRITICAL, asNobody());
  }

  @Test
  @Tag("nightly")
  void status_certificatesFailAndExpire_isAsBadAsTheWorst() {
    goesWrong();
  }

  @Test
  @OnMachine(systemd = true)
  void status_certificatesFailAndExpireWithSystemd_isAsBadAsTheWorst() {
    goesWrong();
  }

  private void goesWrong() {
    machine.azure().create("web");
    machine.azure().create("api");
    machine.azure().fault("", "\"effect\": \"status\", \"status\": 403");
    handler.enable(0, Settings.polling(2, "web", "api"));
    awaitEnd(CRITICAL);
    machine.await().until("failures", Machine.SOON, () -> rows("failing") == 2);
    String failing = status().stdout();
    assertRow(failing, "contoso/web", "failing", "-", "-", "-", STORE + "contoso.web");
    List<String> causes = failing.lines().filter(line -> line.startsWith("contoso/web, ")).toList();
    assertEquals(1, causes.size(), failing);
    assertTrue(causes.getFirst().startsWith("contoso/web, contoso/api: "), failing);
    assertEnds(CRITICAL, asNobody());

    machine.azure().clearFaults();
    awaitEnd(GOOD);
    machine.azure().remove("api");
    awaitEnd(WARNING);
    String rows = status().stdout();
    assertRow(rows, "contoso/api", "failing");
    assertTrue(rows.indexOf("\ncontoso/api ") < rows.indexOf("\ncontoso/web "), rows);

    machine.azure().create("old", "{\"notBeforeSeconds\": -1000, \"validitySeconds\": 500}");
    handler.enable(1, Settings.polling(2, "web", "old"));
    awaitEnd(CRITICAL);
    machine.await().until("expired", Machine.SOON, () -> rows("expired") == 1);
    assertRow(status().stdout(), "contoso/old", "expired", "-1");
    machine
        .await()
        .until("everyone sees that", Machine.SOON, () -> asNobody().exitCode() == CRITICAL);
  }

  @Test
  void status_watch_printsAgainWhenSomethingHasChanged() {
    Emulator.Version first = machine.azure().create("web");
    handler.enable(0, Settings.polling(2, "web"));
    awaitEnd(GOOD);
    machine.output(
        "sh", "-c", "timeout 60 " + COMMAND + " status --watch >/run/watched 2>&1 & echo $!");
    String shown = first.version().substring(0, 8);
    machine
        .await()
        .until("the first", Machine.SOON, () -> machine.read("/run/watched").contains(shown));
    String next = machine.azure().renew("web").version().substring(0, 8);
    machine
        .await()
        .until("the next", Machine.SOON, () -> machine.read("/run/watched").contains(next));
  }

  @Test
  void status_wait_endsWhenAllHasBeenPolled() {
    machine.azure().create("web");
    machine.azure().fault("web", "\"effect\": \"delay\", \"milliseconds\": 2000");
    handler.enable(0, Settings.polling(3600, "web"));
    Execution waited = status("--wait", "40");
    assertEnds(GOOD, waited);
    assertRow(waited.stdout(), "contoso/web", "current");
  }

  @Test
  void status_twoHundredCertificates_haveARowEachAndOneCauseOnce() {
    machine.output(
        "sh",
        "-ec",
        "cd /run && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 99"
            + " -subj /CN=c -keyout c.pem -out c.crt 2>/dev/null && cat c.crt >>c.pem");
    String pem = machine.read("/run/c.pem");
    List<String> names = IntStream.range(0, 200).mapToObj(i -> "c" + i).toList();
    names.stream().skip(50).forEach(name -> machine.azure().secret(name, pem));
    handler.enable(0, Settings.polling(3600, names.toArray(String[]::new)));
    machine
        .await()
        .until("all", Duration.ofMinutes(4), () -> rows("current") == 150 && rows("failing") == 50);

    List<String> lines = status().stdout().lines().toList();

    assertEnds(CRITICAL, status());
    assertEquals(List.of("CERTIFICATE"), words(lines.get(2)).subList(0, 1));
    int state = lines.get(2).indexOf("STATE");
    for (int i = 0; i < names.size(); i++) {
      String row = lines.get(3 + i);
      String expected = i < 50 ? "failing " : "current ";
      assertEquals(expected, row.substring(state, state + expected.length()), row);
      assertTrue(row.length() < 160, row);
    }
    List<String> below = lines.subList(3 + names.size(), lines.size());
    assertEquals(1, below.size(), below.toString());
    assertTrue(
        below
            .getFirst()
            .startsWith("contoso/c0, contoso/c1, contoso/c2, contoso/c3, contoso/c4 and 45 more: "),
        below.getFirst());
    assertEquals(status().stdout(), asNobody().stdout());
  }

  private Execution status(String... options) {
    return run(List.of(), options);
  }

  private Execution asNobody(String... options) {
    return run(AS_NOBODY, options);
  }

  private Execution run(List<String> before, String... options) {
    return machine.run(
        Stream.of(before.stream(), Stream.of(COMMAND, "status"), Stream.of(options))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private void awaitEnd(int code) {
    machine.await().until("exit code " + code, Machine.SOON, () -> status().exitCode() == code);
  }

  /** How many rows have this state. */
  private long rows(String state) {
    return status().stdout().lines().filter(row -> row.contains("  " + state + "  ")).count();
  }

  private static void assertEnds(int code, Execution execution) {
    assertEquals(code, execution.exitCode(), execution.stdout() + execution.stderr());
    assertEquals("", execution.stderr());
  }

  /** The row of this certificate begins with these cells; a star stands for any. */
  private static void assertRow(String said, String certificate, String... cells) {
    List<String> expected = new ArrayList<>(List.of(certificate));
    expected.addAll(List.of(cells));
    List<String> row =
        said.lines()
            .filter(line -> line.startsWith(certificate + "  "))
            .map(StatusIT::words)
            .findFirst()
            .orElseThrow(() -> new AssertionError(certificate + " has no row in\n" + said));
    assertTrue(row.size() >= expected.size(), said);
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).equals("*")) {
        assertEquals(expected.get(i), row.get(i), said);
      }
    }
  }

  private static List<String> words(String row) {
    return List.of(row.split("  +", -1));
  }

  private static void assertValid(Execution execution, String running, String health)
      throws IOException {
    String json = execution.stdout();
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(Path.of("../docs/status.schema.json")), InputFormat.JSON)
            .validate(json, InputFormat.JSON)
            .stream()
            .map(Object::toString)
            .toList(),
        json);
    assertTrue(json.endsWith("\"running\":" + running + ",\"health\":\"" + health + "\"}\n"), json);
  }
}
