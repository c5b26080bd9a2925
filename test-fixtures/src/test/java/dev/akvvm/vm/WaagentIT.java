package dev.akvvm.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class WaagentIT {
  private static final Extension OLD =
      Extension.enabled(StubPackage.NAME, "1.0.0", 0, "{\"a\": 1}");
  private static final Extension NEW =
      Extension.enabled(StubPackage.NAME, "1.1.0", 0, "{\"a\": 1}");
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path temp;
  private AzureVm vm;
  private Waagent waagent;

  @BeforeEach
  void start() throws IOException {
    vm = AzureVm.start();
    waagent = Waagent.start(vm, Duration.ofSeconds(1));
    for (String version : List.of("1.0.0", "1.1.0")) {
      waagent.publish(StubPackage.NAME, version, StubPackage.write(temp, version));
    }
  }

  @AfterEach
  void stop() {
    waagent.close();
    vm.close();
  }

  @Test
  void goal_firstTime_installsEnablesAndReportsStatus() throws IOException {
    Report report = waagent.goal(OLD.withProtected("{\"password\": \"x\"}"));

    assertEquals(List.of("install 1.0.0", "enable 1.0.0"), report.operations());
    assertEquals(
        "[stdout]\nenable of 1.0.0 with no bundle\n\n\n[stderr]\n",
        report.commands().getLast().output());
    Report.Handler handler = report.handler(StubPackage.NAME).orElseThrow();
    assertEquals("Ready", handler.status());
    assertEquals(
        Optional.of(
            new Report.Status(
                0,
                "Enable",
                "success",
                0,
                "all is well",
                List.of(new Report.Substatus("first", "warning", 7, "nearly")))),
        handler.extension());
    String settings =
        Files.readString(vm.path("/var/lib/waagent/Contoso.Stub-1.0.0/config/0.settings"));
    assertTrue(settings.contains("\"publicSettings\": {\"a\": 1}"), settings);
    assertTrue(settings.contains("protectedSettingsCertThumbprint"), settings);
    assertFalse(settings.contains("password"), settings);
    assertEquals(List.of("sleep 1000"), commandLines());
  }

  @Test
  void tick_goalUnchanged_runsNothing() {
    waagent.goal(OLD);
    assertEquals(List.of(), waagent.tick().operations());
    assertEquals(List.of(), waagent.report().operations());
    assertTrue(waagent.report().handler(StubPackage.NAME).isPresent());
  }

  @Test
  void newGoalStateAndRestart_goalUnchanged_enableAgain() {
    waagent.goal(OLD);
    assertEquals(List.of("enable 1.0.0"), waagent.newGoalState().operations());
    assertEquals(List.of("enable 1.0.0"), waagent.restart().operations());
  }

  @Test
  void collectEvents_afterEnable_givesWhatTheHandlerSent() {
    waagent.goal(OLD);
    assertEquals("hello", waagent.collectEvents().events().getFirst().get("Context1"));
    assertEquals(List.of(), waagent.collectEvents().events());
  }

  @Test
  void goal_upgradeAndDowngrade_commandsRunInWaagentsOrder() {
    waagent.goal(OLD);
    assertEquals(
        List.of(
            "disable 1.0.0", "update 1.1.0", "uninstall 1.0.0", "install 1.1.0", "enable 1.1.0"),
        waagent.goal(NEW).operations());
    assertEquals(
        List.of(
            "disable 1.1.0", "update 1.1.0", "uninstall 1.1.0", "install 1.0.0", "enable 1.0.0"),
        waagent.goal(OLD).operations());
  }

  @Test
  void goal_uninstall_handlerIsGone() {
    waagent.goal(OLD);
    Report report = waagent.goal(OLD.withState(Extension.State.UNINSTALL));
    assertEquals(List.of("disable 1.0.0", "uninstall 1.0.0"), report.operations());
    assertEquals(List.of(), report.handlers());
    assertFalse(Files.exists(vm.path("/var/lib/waagent/Contoso.Stub-1.0.0")));
  }

  @Test
  void goal_handlerDropped_directoryIsRemovedWithoutCommands() {
    waagent.goal(OLD);
    Report report = waagent.goal();
    assertEquals(List.of(), report.operations());
    assertTrue(report.uploaded());
    assertEquals(List.of(), report.handlers());
    assertFalse(Files.exists(vm.path("/var/lib/waagent/Contoso.Stub-1.0.0")));
    assertEquals(List.of("sleep 1000"), commandLines());
  }

  @Test
  void goal_enableFails_reportsNotReadyAndWhy() throws IOException {
    Files.createFile(vm.path("/run/stub-fails"));
    Report report = waagent.goal(OLD);
    assertEquals(52, report.commands().getLast().exitCode());
    Report.Handler handler = report.handler(StubPackage.NAME).orElseThrow();
    assertEquals("NotReady", handler.status());
    assertEquals(1009, handler.code());
    assertTrue(handler.message().contains("told to fail"), handler.message());
    assertEquals(Optional.of("transitioning"), handler.extension().map(Report.Status::status));
    assertFalse(report.log().isEmpty());
  }

  @Test
  void goal_dependencyStaysTransitioning_dependentIsSkippedAfterTheTimeout() throws IOException {
    Files.writeString(vm.path("/run/stub-status"), "transitioning");
    waagent.publish("Contoso.Dependent", "1.0.0", StubPackage.write(temp, "dependent"));
    Extension dependent = Extension.enabled("Contoso.Dependent", "1.0.0", 0, "{}").withLevel(1);
    Report report = waagent.goal(OLD, dependent);
    assertEquals(List.of("install 1.0.0", "enable 1.0.0"), report.operations());
    Report.Handler skipped = report.handler("Contoso.Dependent").orElseThrow();
    assertEquals("NotReady", skipped.status());
    assertTrue(skipped.message().contains("did not reach a terminal state"), skipped.message());
  }

  @Test
  void pollUntil_neverTrue_givesUpWithTheLastReport() {
    waagent.goal(OLD);
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () -> waagent.pollUntil(_ -> false, Duration.ofMillis(100)));
    assertTrue(String.valueOf(failure.getMessage()).contains("all is well"), failure.getMessage());
    waagent.pollUntil(Report::uploaded, SOON);
  }

  private List<String> commandLines() {
    return vm.processes().stream().map(VmProcess::commandLine).toList();
  }
}
