package dev.akvvm.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.state.RenewalHooks;
import dev.akvvm.validation.ValidationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The temporary folder is none where programs are safe. */
final class ActionChecksTest {
  @TempDir private Path folder;

  @Test
  void of_allIsThere_nothing() {
    String onRenewal = "{'reload': 'a', 'run': ['/bin/sh', '-c', 'x'], 'check': ['sh']}";
    assertEquals(List.of(), warnings(onRenewal));
    assertEquals(
        List.of(Finding.Result.OK),
        checks().findings(settings(onRenewal)).stream().map(Finding::result).toList());
  }

  @Test
  void of_unitIsUnknown_eachOnce() {
    assertEquals(
        List.of(
            "onRenewal: the unit b.service does not exist on this machine",
            "onRenewal: the unit c.timer does not exist on this machine"),
        warnings("{'reload': ['a', 'b'], 'restart': ['b', 'c.timer']}"));
  }

  @Test
  void of_programCannotBeRun_saysWhy() {
    assertEquals(
        List.of(
            "onRenewal: /nosuch/program: it does not exist on this machine",
            "onRenewal: nosuch-program: it does not exist on this machine"),
        warnings("{'run': ['/nosuch/program'], 'check': ['nosuch-program']}"));
    assertEquals(
        List.of("onRenewal: /etc/passwd: it is not executable"),
        warnings("{'run': ['/etc/passwd']}"));
  }

  @Test
  void of_othersCouldExchangeTheProgram_saysSo() throws Exception {
    Path program = Files.createFile(folder.resolve("program"));
    String start = "onRenewal: " + program + ": it is not safe to run: ";
    String onRenewal = "{'run': ['" + program + "']}";
    assertTrue(warnings(onRenewal).getFirst().startsWith(start), warnings(onRenewal).toString());
    Finding finding = checks().findings(settings(onRenewal)).getFirst();
    assertEquals(Finding.Result.FIX, finding.result());
    assertTrue(finding.message().startsWith(start), finding.message());
  }

  @Test
  void of_othersCouldExchangeTheHooks_saysSo() throws Exception {
    Path hooks = Files.createDirectory(folder.resolve("hooks"));
    Files.setPosixFilePermissions(
        hooks, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    String warning = warnings("{}").getFirst();
    assertTrue(warning.startsWith("hook " + hooks + ": it is not safe to run: "), warning);
  }

  private List<String> warnings(String onRenewal) {
    return checks().of(settings(onRenewal)).stream().map(problem -> problem.message()).toList();
  }

  private static ExtensionSettings settings(String onRenewal) {
    String json =
        "{'secretsManagementSettings': {'onRenewal': "
            + onRenewal
            + ", 'observedCertificates': ['https://a.vault.azure.net/secrets/x',"
            + " 'https://a.vault.azure.net/secrets/y']}}";
    return ValidationResult.of(json.replace('\'', '"').getBytes(UTF_8)).settings().orElseThrow();
  }

  private ActionChecks checks() {
    return new ActionChecks(
        unit -> unit.equals("a.service"),
        new RunCheck(Path.of("src/package/bin/run_checked")),
        new RenewalHooks(folder.resolve("hooks"), folder));
  }
}
