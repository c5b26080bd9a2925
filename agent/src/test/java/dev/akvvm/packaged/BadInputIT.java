package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.VmProcess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real program when something is wrong: one line that says what, the exit code of the
 * convention, an {@code error} status, and no stack trace.
 */
@Timeout(120)
@OnMachine
final class BadInputIT {
  private static final int MISSING_DEPENDENCY = 52;
  private static final int CONFIGURATION = 53;
  private static final Settings GOOD = Settings.polling(2, "web");

  private final Machine machine;
  private final PackageFolder handler;

  BadInputIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
  }

  @Test
  void enable_noHandlerEnvironment_saysSo() {
    machine.output("rm", environmentFile());
    assertFails(handler.run(0, "enable"), MISSING_DEPENDENCY, environmentFile() + ": no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"name\": | not JSON",
        "[]          | expected [{\"handlerEnvironment\": {...}}]",
        "[{\"handlerEnvironment\": {\"logFolder\": \"here\"}}] | expected an absolute path"
      })
  void enable_brokenHandlerEnvironment_saysWhatIsWrong(String text, String reason) {
    machine.write(environmentFile(), text);
    assertFails(handler.run(0, "enable"), MISSING_DEPENDENCY, environmentFile() + ": ", reason);
  }

  @Test
  void enable_noSettingsFile_errorStatusNamesIt() {
    Execution execution = handler.run(0, "enable");
    assertFails(execution, CONFIGURATION, handler.settingsFile(0) + ": no such file");
    assertErrorStatus(execution, 0, CONFIGURATION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                       | is empty",
        "{\"runtimeSettings\": [  | not JSON",
        "{\"runtimeSettings\": [{\"handlerSettings\": {\"publicSettings\": null}}]} | missing"
      })
  void enable_unusableSettingsFile_errorStatusSaysWhatIsWrong(String text, String reason) {
    machine.write(handler.settingsFile(0), text);
    Execution execution = handler.run(0, "enable");
    assertFails(execution, CONFIGURATION, handler.settingsFile(0) + ": ", reason);
    assertErrorStatus(execution, 0, CONFIGURATION);
  }

  @Test
  void enable_rejectedSettings_everyProblemIsInTheStatus() {
    handler.settings(
        0,
        """
        {"secretsManagementSettings": {"pollingIntervalInS": "often",
          "observedCertificates": ["http://contoso.vault.azure.net/secrets/web"]}}\
        """);
    Execution execution = handler.run(0, "enable");
    assertFails(
        execution, CONFIGURATION, handler.settingsFile(0), "pollingIntervalInS", "\"often\"");
    assertErrorStatus(execution, 0, CONFIGURATION);
    String message = handler.status(0).message();
    assertTrue(message.contains("/observedCertificates/0"), message);
  }

  @ParameterizedTest
  @CsvSource({"repair, repair", "'', no command given"})
  void handler_wrongCommandLine_namesTheCommands(String command, String reason) {
    Execution execution = command.isEmpty() ? handler.run(0) : handler.run(0, command);
    assertFails(execution, CONFIGURATION, reason, "enable");
  }

  @Test
  void enable_statusFolderIsReadOnly_saysSo() {
    handler.settings(0, GOOD.json());
    String folder = handler.home() + "/status";
    machine.output("mount", "-t", "tmpfs", "-o", "ro,mode=0700", "tmpfs", folder);
    assertFails(
        handler.run(0, "enable"),
        MISSING_DEPENDENCY,
        "cannot write the status " + handler.statusFile(0),
        "Read-only file system");
    assertEquals(List.of(), machine.vm().processes());
  }

  @Test
  void enable_storeCannotBeCreated_errorStatusNamesIt() {
    handler.settings(0, GOOD.with("certificateStoreLocation", "/etc/hostname/store").json());
    Execution execution = handler.run(0, "enable");
    assertFails(
        execution,
        MISSING_DEPENDENCY,
        "cannot create the store /etc/hostname/store",
        "contoso/web");
    assertErrorStatus(execution, 0, MISSING_DEPENDENCY);
    assertEquals(List.of(), machine.vm().processes());
  }

  @Test
  void install_launcherIsMissing_saysSo() {
    machine.output("rm", handler.home() + "/bin/akvvm_service");
    assertFails(
        handler.run(0, "install"), MISSING_DEPENDENCY, handler.home() + "/bin/akvvm_service");
  }

  @Test
  void commands_failBesideARunningAgent_itIsNotDisturbed() {
    machine.azure().create("web");
    handler.enable(3, GOOD);
    handler.awaitSubstatus(3, "web", "success: version");
    VmProcess agent = machine.launcher().orElseThrow();
    List<VmProcess> java = machine.javas();

    assertFails(handler.run(4, "enable"), CONFIGURATION, handler.settingsFile(4));
    handler.settings(5, "{}");
    assertFails(handler.run(5, "enable"), CONFIGURATION, handler.settingsFile(5));
    handler.settings(2, GOOD.json());
    assertFails(handler.run(2, "enable"), CONFIGURATION, "older than settings 3");
    assertFails(handler.run(3, "repair"), CONFIGURATION, "repair");

    assertEquals(agent, machine.launcher().orElseThrow());
    assertEquals(java, machine.javas());
    assertEquals("success", handler.status(3).level());
  }

  private String environmentFile() {
    return handler.home() + "/HandlerEnvironment.json";
  }

  /** The exit code; the reason is the first line of stderr; and nowhere is a stack trace. */
  private void assertFails(Execution execution, int exitCode, String... reasons) {
    assertEquals(exitCode, execution.exitCode(), execution.stderr());
    String first = execution.stderr().lines().findFirst().orElse("");
    for (String reason : reasons) {
      assertTrue(first.contains(reason), () -> "'" + reason + "' is missing in: " + first);
    }
    assertFalse((execution.stdout() + execution.stderr()).contains("\tat "), execution.stderr());
    Execution traces = machine.run("grep", "-rPl", "\\tat ", "/var/log/azure");
    assertEquals("", traces.stdout());
  }

  /** What was printed is what Azure is told. */
  private void assertErrorStatus(Execution execution, int number, int code) {
    PackageFolder.Status status = handler.status(number);
    assertEquals("error", status.level());
    assertEquals(code, status.node().path("code").asInt());
    assertEquals(execution.stderr().strip(), status.message());
  }
}
