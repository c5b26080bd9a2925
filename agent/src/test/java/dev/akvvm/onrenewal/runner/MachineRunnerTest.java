package dev.akvvm.onrenewal.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.process.BoundedProcess;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when an action fails. */
@Timeout(60)
final class MachineRunnerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Map<ObservedCertificate, CurrentVersion> RENEWED =
      Map.of(
          Observed.certificate("contoso", "web", Path.of("/etc/store")),
          new CurrentVersion("1", List.of("web.example.com")));

  @TempDir private Path folder;

  @Test
  void run_program_isDone() throws Exception {
    Path seen = folder.resolve("seen");
    assertTrue(run("/bin/sh", "-c", "env >" + seen).worked());
    List<String> environment = new ArrayList<>(Files.readAllLines(seen));
    // The shell's own.
    environment.removeIf(line -> line.matches("(PWD|OLDPWD|SHLVL|_)=.*"));
    assertEquals(
        List.of(
            "AKVVM_LINKS=/etc/store/contoso.web",
            "AKVVM_RENEWED=contoso/web",
            "AKVVM_VERSIONS=1",
            "LANG=C.UTF-8",
            "PATH=" + BoundedProcess.SEARCH_PATH,
            "RENEWED_DOMAINS=web.example.com",
            "RENEWED_LINEAGE=/etc/store/contoso.web"),
        environment.stream().sorted().toList());
  }

  @Test
  void run_programFails_itsExitCodeAndWhatItSaid() throws Exception {
    assertEquals(
        Optional.of("run of /bin/sh failed (exit code 3): no way"),
        run("/bin/sh", "-c", "echo no way >&2; exit 3").failure());
  }

  @Test
  void run_checkTellsThenSumsUp_bothAreSaidAndAllIsKept() throws Exception {
    ActionResult ended =
        run(
            "/bin/sh",
            "-c",
            "echo begin; echo '[emerg] bad in /etc/x:3'; echo so it goes; echo test failed; exit"
                + " 1");
    assertEquals(
        Optional.of("run of /bin/sh failed (exit code 1): [emerg] bad in /etc/x:3; test failed"),
        ended.failure());
    assertEquals(
        List.of("begin", "[emerg] bad in /etc/x:3", "so it goes", "test failed"), ended.output());
  }

  @Test
  void run_programDoesNotExist_saysSo() throws Exception {
    assertEquals(
        Optional.of("run of /nosuch/program failed: it does not exist on this machine"),
        run("/nosuch/program").failure());
  }

  @Test
  void run_programIsNotExecutable_saysSo() throws Exception {
    for (String path : List.of("/etc/passwd", "/etc")) {
      assertEquals(
          Optional.of("run of " + path + " failed: it is not executable"), run(path).failure());
    }
  }

  @Test
  void run_programOthersCouldExchange_isNotRunAndSaysWhy() throws Exception {
    Path seen = folder.resolve("seen");
    Path file = executable("touch " + seen);
    String failure = run(file.toString()).failure().orElseThrow();
    assertTrue(
        failure.matches(
            "run of \\Q"
                + file
                + "\\E failed: it is not safe to run: .+; .*put the program elsewhere"),
        failure);
    assertFalse(Files.exists(seen));
  }

  @Test
  void run_checkOthersCouldExchange_neitherIsRun() throws Exception {
    Path seen = folder.resolve("seen");
    String check = executable("touch " + seen).toString();
    Action action =
        new Action(
            Action.Kind.RUN, List.of("/usr/bin/touch", seen.toString()), List.of(check), LIMIT);
    String failure = runner(List.of()).run(action, RENEWED).failure().orElseThrow();
    assertTrue(
        failure.startsWith(
            "run of /usr/bin/touch skipped: the check "
                + check
                + " failed: it is not safe to run: "),
        failure);
    assertFalse(Files.exists(seen));
  }

  /** A program's own words are not taken for those of the script that begins it. */
  @Test
  void run_programEndsAsIfRefused_itsExitCodeIsTold() throws Exception {
    assertEquals(
        Optional.of("run of /bin/sh failed (exit code 126): who is not safe to run: me"),
        run("/bin/sh", "-c", "echo who is not safe to run: me >&2; exit 126").failure());
  }

  @Test
  void run_checkFails_theActionIsNotDone() throws Exception {
    Path seen = folder.resolve("seen");
    ActionResult ended =
        runner(List.of())
            .run(
                new Action(
                    Action.Kind.RUN,
                    List.of("/usr/bin/touch", seen.toString()),
                    List.of("sh", "-c", "echo bad line 7 >&2; exit 1"),
                    LIMIT),
                RENEWED);
    assertEquals(
        Optional.of("run of /usr/bin/touch skipped: the check sh failed (exit code 1): bad line 7"),
        ended.failure());
    assertFalse(ended.isForNextPass());
    assertFalse(Files.exists(seen));
  }

  @Test
  void run_checkIsWell_theActionIsDone() throws Exception {
    Path seen = folder.resolve("seen");
    runner(List.of())
        .run(
            new Action(
                Action.Kind.RUN,
                List.of("/usr/bin/touch", seen.toString()),
                List.of("true"),
                LIMIT),
            RENEWED);
    assertTrue(Files.exists(seen));
  }

  @Test
  void run_units_areGivenToSystemctl() throws Exception {
    Path seen = folder.resolve("seen");
    List<String> systemctl = systemctl("echo \"$@\" >>" + seen);
    assertTrue(unit(systemctl, Action.Kind.RELOAD).worked());
    assertTrue(unit(systemctl, Action.Kind.RESTART).worked());
    assertEquals(
        List.of(
            "show --property=LoadState,ActiveState -- nginx.service",
            "reload -- nginx.service",
            "restart -- nginx.service"),
        Files.readAllLines(seen));
  }

  @Test
  void run_unitIsStopped_reloadIsNeedlessAndRestartIsNot() throws Exception {
    List<String> stopped =
        systemctl("[ $1 = show ] || exit 9; echo LoadState=loaded; echo ActiveState=inactive");
    ActionResult ended = unit(stopped, Action.Kind.RELOAD);
    assertTrue(ended.worked());
    assertEquals(
        "reload of nginx.service skipped: it is not running, and reads the certificate when it"
            + " starts",
        ended.line());
    assertFalse(unit(stopped, Action.Kind.RESTART).worked());
  }

  @Test
  void run_unitHasFailedOrIsMissing_reloadFails() throws Exception {
    for (String state : List.of("loaded failed", "not-found inactive", "masked inactive")) {
      String shown =
          "set -- $1 %s; [ $1 = show ] || exit 1; echo LoadState=$2; echo ActiveState=$3"
              .formatted(state);
      assertFalse(unit(systemctl(shown), Action.Kind.RELOAD).worked(), state);
    }
  }

  @Test
  void run_unitFails_theJournalSaysWhy() throws Exception {
    ActionResult ended =
        unit(systemctl("echo Job failed. >&2; echo See journal >&2; exit 1"), Action.Kind.RELOAD);
    assertEquals(
        Optional.of(
            "reload of nginx.service failed (exit code 1): Job failed. nginx: [emerg] bad in"
                + " /etc/x:3"),
        ended.failure());
    assertEquals(
        List.of("Reloading", "nginx: [emerg] bad in /etc/x:3", "nginx.service: exited"),
        ended.output());
    assertFalse(ended.isForNextPass());
  }

  @Test
  void run_unitDoesNotExist_isForTheNextPass() throws Exception {
    assertTrue(unit(systemctl("exit 5"), Action.Kind.RELOAD).isForNextPass());
  }

  @Test
  void run_unitWithoutSystemd_saysSo() throws Exception {
    ActionResult ended = unit(List.of(), Action.Kind.RELOAD);
    assertEquals(
        Optional.of(
            "reload of nginx.service failed: systemd does not run on this machine; use run"),
        ended.failure());
    assertTrue(ended.isForNextPass());
  }

  @Test
  @Tag("slow")
  void run_systemctlHangs_isEnded() throws Exception {
    Action action =
        Action.unit(Action.Kind.RELOAD, "nginx.service", List.of(), Duration.ofSeconds(1));
    assertEquals(
        Optional.of("reload of nginx.service failed: timed out after 1 s, and ended"),
        runner(systemctl("exec sleep 100")).run(action, RENEWED).failure());
  }

  @Test
  void commandLine_ofATransientUnit_keepsDollarsAndBoundsTheTime() {
    List<String> line =
        TransientUnit.commandLine(
            List.of("/bin/a", "$HOME", "a b"), Map.of("NAME", "v $1"), Duration.ofSeconds(60));
    assertEquals(
        List.of("--", "/bin/a", "$$HOME", "a b"), line.subList(line.size() - 4, line.size()));
    assertTrue(line.contains("--setenv=NAME=v $1"));
    assertTrue(line.contains("--property=RuntimeMaxSec=60"));
  }

  private ActionResult run(String... words) throws Exception {
    Action action = new Action(Action.Kind.RUN, List.of(words), List.of(), LIMIT);
    return runner(List.of()).run(action, RENEWED);
  }

  private ActionResult unit(List<String> systemctl, Action.Kind kind) throws Exception {
    return runner(systemctl).run(Action.unit(kind, "nginx.service", List.of(), LIMIT), RENEWED);
  }

  /** In a folder for temporary files, where it is not safe. */
  private Path executable(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  /** Answers only if it is asked as it should be. */
  private static final String JOURNAL =
      """
      case "$*" in
        "--quiet --no-pager --output=cat --since=@"[0-9]*" --unit=nginx.service") ;;
        *) exit 1 ;;
      esac
      echo Reloading
      echo "nginx: [emerg] bad in /etc/x:3"
      echo "nginx.service: exited"
      """;

  private MachineRunner runner(List<String> systemctl) {
    return new MachineRunner(
        new OwnSession(folder.resolve("action.lock")),
        SourceLaunch.get(),
        new HookEnvironment(folder),
        systemctl,
        new UnitJournal(List.of("/bin/sh", "-c", JOURNAL, "journalctl")));
  }

  private static List<String> systemctl(String script) {
    return List.of("/bin/sh", "-c", script, "systemctl");
  }
}
