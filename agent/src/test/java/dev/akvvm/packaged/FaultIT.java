package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Azure may answer to a poll for one certificate: its substatus says what is wrong, what is
 * installed stays, the other certificate goes on, and once the fault is over so does this one. One
 * agent lives through all of it.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OnMachine
final class FaultIT {
  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;
  private final long launcher;

  FaultIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
    machine.azure().create("web");
    machine.azure().create("api");
    handler.enable(0, Settings.polling(1, "web", "api"));
    launcher = machine.launcher().orElseThrow().pid();
  }

  @BeforeEach
  void recover() {
    machine.azure().clearFaults();
    machine.azure().allow();
    machine.azure().identities("{\"systemAssigned\": true}");
    handler.awaitSubstatus(0, "web", "success: version");
    handler.awaitSubstatus(0, "api", "success: version");
  }

  @AfterEach
  void agentIsStillTheSame() {
    assertEquals(launcher, machine.launcher().orElseThrow().pid());
    assertEquals("success", handler.status(0).level());
    assertEquals("", handler.launcherOutput());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"effect\": \"status\", \"status\": 404 | no such certificate",
        "\"effect\": \"status\", \"status\": 429 | throttles",
        "\"effect\": \"status\", \"status\": 500 | answered 500 (An unexpected error",
        "\"effect\": \"status\", \"status\": 503 | answered 503",
        "\"effect\": \"drop\"                    | contoso.vault.azure.net",
        "\"effect\": \"truncate\"                | contoso.vault.azure.net",
        "\"effect\": \"malformed\"               | contoso.vault.azure.net",
        "\"effect\": \"html\"                    | contoso.vault.azure.net"
      })
  void poll_answerIsAFault_isToldAndOvercome(String effect, String reason) {
    String before = store.target("web");
    machine.azure().fault("web", effect);
    Emulator.Version missed = machine.azure().renew("web");
    handler.awaitSubstatus(0, "web", "warning: ", reason, "; on disk: version");
    assertEquals(before, store.target("web"));
    if (!reason.equals("throttles")) {
      // A vault that throttles is not asked for its other certificates either.
      store.awaitInstalled("api", machine.azure().renew("api"));
    }
    machine.azure().clearFaults();
    store.awaitInstalled("web", missed);
  }

  @Test
  void poll_vaultHangs_isToldAndOvercome() {
    machine.azure().fault("web", "\"effect\": \"hang\", \"times\": 1");
    handler.awaitSubstatus(0, "web", "warning: ", "; on disk: version");
    store.awaitInstalled("api", machine.azure().renew("api"));
    store.awaitInstalled("web", machine.azure().renew("web"));
  }

  @Test
  void poll_certificateIsDisabled_isToldAndOvercome() {
    machine.azure().set("web", "disable");
    handler.awaitSubstatus(0, "web", "warning: ", "disabled", "; on disk: version");
    store.awaitInstalled("api", machine.azure().renew("api"));
    machine.azure().set("web", "enable");
    store.awaitInstalled("web", machine.azure().renew("web"));
  }

  @ParameterizedTest
  @CsvSource({
    "rbac, Key Vault Secrets User",
    "access-policy, does not have secrets get permission",
    "firewall, firewall refuses this machine",
    "connection, private endpoint"
  })
  void poll_isForbidden_isToldAndOvercome(String kind, String reason) {
    machine.azure().deny("web", kind);
    handler.awaitSubstatus(0, "web", "warning: ", reason, "; on disk: version");
    store.awaitInstalled("api", machine.azure().renew("api"));
    Emulator.Version missed = machine.azure().renew("web");
    machine.azure().allow();
    store.awaitInstalled("web", missed);
  }

  @Test
  void poll_vaultAsksForThreeSeconds_isLeftAloneForThem() {
    machine
        .azure()
        .fault(
            "web",
            "\"effect\": \"status\", \"status\": 429, \"retryAfterSeconds\": 3, \"times\": 2");
    handler.awaitSubstatus(0, "web", "warning: ", "throttles");
    Emulator.Version missed = machine.azure().renew("web");
    store.awaitInstalled("web", missed);
    List<Emulator.Received> requests = machine.azure().requests();
    List<Integer> throttled =
        IntStream.range(0, requests.size())
            .filter(i -> requests.get(i).status() == 429)
            .boxed()
            .toList()
            .reversed()
            .subList(0, 2);
    for (int i : throttled) {
      Instant asked = requests.get(i).time();
      Instant next = requests.get(i + 1).time();
      Duration pause = Duration.between(asked, next);
      assertTrue(pause.compareTo(Duration.ofSeconds(3)) >= 0, "asked again after " + pause);
    }
  }

  @Test
  void poll_certificateIsDeleted_lastGoodOneStays() {
    String before = store.target("web");
    machine.azure().remove("web");
    handler.awaitSubstatus(0, "web", "warning: ", "no such certificate", "; on disk: version");
    assertEquals(before, store.target("web"));
    store.awaitInstalled("web", machine.azure().create("web"));
  }

  @Test
  void token_identityIsTakenAway_isToldAndOvercome() {
    // A token that is still good needs no identity: the agent has to start anew.
    machine.azure().identities("{\"systemAssigned\": false}");
    machine.kill("HUP", machine.launcher().orElseThrow());
    handler.awaitSubstatus(0, "web", "warning: ", "Identity not found", "; on disk: version");
    machine.azure().identities("{\"systemAssigned\": true}");
    store.awaitInstalled("web", machine.azure().renew("web"));
  }
}
