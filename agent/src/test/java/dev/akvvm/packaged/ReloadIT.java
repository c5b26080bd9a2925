package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.VmProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done after renewals where there is no systemd. */
@Timeout(180)
@OnMachine
final class ReloadIT {
  private static final String PROGRAM = "/var/lib/akvvm-test/program";
  private static final String FLAG = "/var/lib/akvvm-test/flag";

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;
  private final Actions actions;

  ReloadIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
    actions = new Actions(machine);
  }

  @Test
  void renewal_programAndHooks_runOnceEachWithWhatChanged() {
    Emulator.Version web = machine.azure().create("web");
    Emulator.Version api = machine.azure().create("api");
    actions.program(PROGRAM, "echo \"run $1 $AKVVM_RENEWED\" >>" + Actions.LOG);
    String hooks = "/etc/akvvm/renewal-hooks/deploy/";
    machine.output("mkdir", "-p", hooks);
    actions.noting(
        hooks + "20-all", "$RENEWED_LINEAGE $RENEWED_DOMAINS $AKVVM_RENEWED $AKVVM_VERSIONS");
    actions.noting(hooks + "10-secrets", "$(env | grep -c -e AZURE -e TOKEN -e JAVA)");
    actions.noting(hooks + "30-backup~", "never");
    machine.write(hooks + "README", "no program");
    Map<String, Object> run = Map.of("run", List.of(PROGRAM, "$HOME"));
    enable(0, 2, Map.of("web", run, "api", run));

    actions.await(
        "run $HOME contoso/web contoso/api",
        "0",
        "%s web.example.com api.example.com contoso/web contoso/api %s %s"
            .formatted(store.link("web"), web.version(), api.version()));
    Emulator.Version renewed = machine.azure().renew("api");
    machine.await().until("the second run", Machine.SOON, () -> actions.log().size() >= 6);
    assertEquals(
        List.of(
            "run $HOME contoso/api",
            "0",
            "%s api.example.com contoso/api %s".formatted(store.link("api"), renewed.version())),
        actions.log().subList(3, 6));
    int polls = machine.azure().requests().size();
    machine
        .await()
        .until("more polls", Machine.SOON, () -> machine.azure().requests().size() > polls + 4);
    assertEquals(6, actions.log().size());
    assertTrue(actions.areDone());
    handler.awaitSubstatus(0, "api", "success: version " + renewed.version());
  }

  @Test
  void renewal_failsThenMended_isToldTriedAgainAndDoneByHand() {
    Emulator.Version web = machine.azure().create("web");
    machine.azure().create("api");
    machine.azure().create("db");
    actions.program(PROGRAM, "echo out; echo no way >&2; test -e " + FLAG + " || exit 3");
    enable(
        0, 3600, Map.of("web", Map.of("run", List.of(PROGRAM)), "api", Map.of(), "db", Map.of()));
    String told =
        handler.awaitSubstatus(
            0,
            "web",
            "warning: run of " + PROGRAM + " failed (exit code 3): no way; next attempt at ",
            "; on disk: version " + web.version());
    assertFalse(told.contains("\n"), told);
    assertEquals("success", handler.status(0).level());
    String summary =
        "3 of 3 certificates current; 1 action after renewal is failing: run of " + PROGRAM;
    assertTrue(handler.status(0).message().contains(summary), handler.status(0).message());
    assertFalse(machine.javas().isEmpty(), "the agent must stay");
    assertEquals(1, handler.run(0, "reload").exitCode());
    Execution other = handler.run(0, "reload", "nosuch");
    assertEquals(1, other.exitCode());
    assertTrue(other.stdout().contains("name no certificate or secret nosuch"), other.stdout());

    // Whether the agent or the command is first does not matter, but that one of them tells.
    machine.write(FLAG, "");
    Execution done = handler.run(0, "reload", "contoso/web");
    assertEquals(0, done.exitCode(), done.stdout());
    assertTrue(
        List.of("run of " + PROGRAM + " done", "nothing to do").contains(done.stdout().strip()),
        done.stdout());
    handler.awaitSubstatus(0, "web", "success: version " + web.version());
    machine.await().until("the agent goes", Machine.SOON, () -> machine.javas().isEmpty());
    Execution again = handler.run(0, "reload");
    assertEquals("nothing to do", again.stdout().strip());
    assertEquals(0, again.exitCode());
  }

  /** On a machine with systemd it is part of every run: {@link SystemdReloadIT}. */
  @Test
  @Tag("nightly")
  void badPrograms_all_areToldInOneLineAndStopNoPass() {
    BadPrograms programs = new BadPrograms(machine, handler, "/var/lib/akvvm-test/");
    programs.enable(false);
    programs.assertTold(137);
    assertTrue(machine.launcher().isPresent());
  }

  @Test
  void renewal_moreNamesThanAVariableHolds_programRunsAndHasThemInAFile() {
    new ManyNames(machine, handler).assertNoted();
  }

  @Test
  void unit_withoutSystemd_saysSo() {
    machine.azure().create("web");
    enable(0, 3, Map.of("web", Map.of("reload", List.of("nosuch.service"))));
    handler.awaitSubstatus(0, "web", "systemd does not run on this machine; use run");
  }

  @Test
  void agentIsKilled_betweenLinkAndActionAndDuringIt_doneOnceAfterTheLastChange() {
    Emulator.Version first = machine.azure().create("web");
    String check =
        actions.program(
            "/var/lib/akvvm-test/check", "echo check >>" + Actions.LOG + "; test -e " + FLAG);
    actions.program(
        PROGRAM,
        "echo begin $AKVVM_VERSIONS >>"
            + Actions.LOG
            + "; sleep 3; echo end $AKVVM_VERSIONS >>"
            + Actions.LOG);
    enable(0, 3600, Map.of("web", Map.of("run", List.of(PROGRAM), "check", List.of(check))));
    machine.await().until("a check", Machine.SOON, () -> actions.log().contains("check"));
    store.awaitInstalled("web", first);
    killAgent();
    machine.write(FLAG, "");
    String begun = "begin " + first.version();
    machine.await().until(begun, Machine.SOON, () -> actions.log().contains(begun));
    killAgent();

    handler.awaitSubstatus(0, "web", "success: version " + first.version());
    machine.await().until("the agent goes", Machine.SOON, () -> machine.javas().isEmpty());
    assertTrue(actions.areDone());
    String end = "end " + first.version();
    List<String> runs = actions.log().stream().filter(line -> !line.equals("check")).toList();
    // What an agent that was killed had begun is not begun again beside itself.
    assertEquals(List.of(begun, end, begun, end), runs);
    machine.kill("HUP", machine.launcher().orElseThrow());
    handler.awaitSubstatus(0, "web", "success: version " + first.version());
    machine.await().until("the agent goes", Machine.SOON, () -> machine.javas().isEmpty());
    assertEquals(4, actions.log().stream().filter(line -> !line.equals("check")).count());
  }

  private void killAgent() {
    VmProcess java = machine.javas().getFirst();
    machine.kill("KILL", java);
    machine
        .await()
        .until(
            "another agent",
            Machine.SOON,
            () -> machine.javas().stream().anyMatch(other -> other.pid() != java.pid()));
  }

  private void enable(int number, int interval, Map<String, Map<String, Object>> wanted) {
    Map<String, Map<String, Object>> ordered = new LinkedHashMap<>();
    wanted.keySet().stream()
        .sorted((one, other) -> one.equals("web") ? -1 : other.equals("web") ? 1 : 0)
        .forEach(name -> ordered.put(name, wanted.getOrDefault(name, Map.of())));
    handler.settings(number, Actions.settings(interval, ordered));
    handler.run(number, "enable").output();
  }
}
