package dev.akvvm.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ActionChecksTest {
  @TempDir private Path folder;

  @Test
  void of_allIsThere_nothing() {
    assertEquals(
        List.of(), warnings("{'reload': 'a', 'run': ['/bin/sh', '-c', 'x'], 'check': ['sh']}"));
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
  void of_fileCannotBeRun_isNoProgram() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), "");
    assertEquals(
        List.of(
            "onRenewal: " + plain + " is no program of this machine",
            "onRenewal: " + folder + " is no program of this machine"),
        warnings("{'run': ['" + plain + "'], 'check': ['" + folder + "']}"));
  }

  private static List<String> warnings(String onRenewal) {
    String json =
        "{'secretsManagementSettings': {'onRenewal': "
            + onRenewal
            + ", 'observedCertificates': ['https://a.vault.azure.net/secrets/x',"
            + " 'https://a.vault.azure.net/secrets/y']}}";
    Verdict verdict = Verdict.of(json.replace('\'', '"').getBytes(UTF_8));
    return new ActionChecks(unit -> unit.equals("a.service"), "/usr/bin:/bin")
        .of(verdict.settings().orElseThrow()).stream().map(problem -> problem.message()).toList();
  }
}
