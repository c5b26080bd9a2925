package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What enable says, reports and leaves alone when it cannot do its work; an agent runs before. */
final class EnableFailuresTest {
  private final Waagent waagent;
  private final long agent;

  EnableFailuresTest(@TempDir Path folder) throws Exception {
    waagent = new Waagent(folder);
    waagent.settings(5).run("enable");
    agent = waagent.pid();
  }

  @AfterEach
  void endAgents() {
    waagent.close();
  }

  @Test
  @Tag("slow")
  void enable_noHandlerEnvironment_52() throws Exception {
    Path file = waagent.home().resolve("HandlerEnvironment.json");
    Files.delete(file);

    assertFailsUnreported(52, file + ": no such file");
  }

  @Test
  @Tag("slow")
  void enable_brokenHandlerEnvironment_52() throws Exception {
    Path file = Files.writeString(waagent.home().resolve("HandlerEnvironment.json"), "[{");

    assertFailsUnreported(52, file + ": line 1, column 3: not JSON: it ends too early");
  }

  @Test
  void enable_noSettingsAndNoNumber_53() throws Exception {
    waagent.variables().remove("ConfigSequenceNumber");
    Files.delete(waagent.settingsFile(5));

    assertFailsUnreported(
        53,
        waagent.home().resolve("config")
            + ": holds no settings file (N.settings); waagent writes it before enable");
  }

  @Test
  void enable_noSettingsFile_53() throws Exception {
    waagent.variables().put("ConfigSequenceNumber", "6");

    assertFails(6, 53, waagent.settingsFile(6) + ": no such file");
  }

  @Test
  void enable_handlerWithoutSettings_53() throws Exception {
    waagent.rawSettings(0, "");

    assertFails(
        0,
        53,
        waagent.settingsFile(0)
            + ": is empty: the extension needs settings with secretsManagementSettings");
  }

  @Test
  void enable_settingsNotJson_53WithThePlace() throws Exception {
    waagent.rawSettings(6, "{\n  hunter2");

    assertFails(6, 53, waagent.settingsFile(6) + ": line 2, column 3: not JSON");
  }

  @Test
  void enable_settingsRejected_53WithEveryProblem() throws Exception {
    waagent.secrets(6, "\"pollingIntervalInS\": 0, \"observedCertificates\": []");
    String at = "/runtimeSettings/0/handlerSettings/publicSettings/secretsManagementSettings";

    assertFails(
        6,
        53,
        waagent.settingsFile(6)
            + ": "
            + at
            + "/pollingIntervalInS: expected a positive whole number, found 0; "
            + at
            + "/observedCertificates: observedCertificates cannot be empty:"
            + " name at least one certificate's URL");
  }

  @Test
  void enable_manyLongProblems_oneBoundedLine() throws Exception {
    StringBuilder urls = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      urls.append(i == 0 ? "" : ",").append("\"ftp://a\\nb\"");
    }
    waagent.secrets(6, "\"observedCertificates\": [" + urls + "]");

    assertEquals(53, waagent.run("enable"));

    assertEquals(1, waagent.said().lines().count());
    assertTrue(waagent.said().length() < 1500);
    assertTrue(waagent.status(6).orElseThrow().message().length() <= 1000);
    assertEquals(agent, waagent.pid());
  }

  @Test
  void enable_fileInPlaceOfTheStatusFolder_52() throws Exception {
    waagent.settings(6);
    Path folder = waagent.home().resolve("status");
    Files.delete(waagent.statusFile(5));
    Files.delete(folder);
    Files.writeString(folder, "");

    assertFailsUnreported(
        52,
        "cannot write the status " + waagent.statusFile(6) + ": " + folder + ": not a directory");
  }

  @Test
  void enable_directoryInPlaceOfTheStatus_52() throws Exception {
    waagent.settings(6);
    Files.createDirectories(waagent.statusFile(6).resolve("inside"));

    assertFailsUnreported(
        52, "cannot write the status: " + waagent.statusFile(6) + ": Is a directory");
  }

  @Test
  void enable_storeBelowARegularFile_52() throws Exception {
    Path file = Files.writeString(waagent.home().resolve("file"), "");
    waagent.secrets(
        6,
        "\"certificateStoreLocation\": \""
            + file
            + "/certs\", \"observedCertificates\": \"https://con.vault.azure.net/secrets/web\"");

    assertFails(
        6,
        52,
        "cannot create the store "
            + file
            + "/certs (certificateStoreLocation of con/web): "
            + file
            + ": not a directory");
  }

  @Test
  void enable_fileInPlaceOfTheCommandLock_52() throws Exception {
    waagent.settings(6);
    Files.delete(waagent.state().commandLock());
    Files.createDirectory(waagent.state().commandLock());

    assertFails(
        6,
        52,
        "cannot lock against other commands: "
            + waagent.state().commandLock()
            + ": Is a directory");
  }

  @Test
  @Tag("slow")
  void enable_launcherDiesAtOnce_52AndSaysWhereToLook() throws Exception {
    waagent.launcher("#!/bin/sh\necho it cannot be >&2\nexit 1\n");
    waagent.settings(6);
    Path log = waagent.logFolder().resolve("akvvm_service.out");

    assertEquals(52, waagent.run("enable"));

    assertReported(6, 52, "the agent did not start within 2 s; see " + log);
    assertTrue(Files.readString(log).endsWith("it cannot be\n"));
    assertTrue(waagent.agent().isEmpty());
  }

  @Test
  @Tag("slow")
  void enable_launcherNeverTakesTheLock_52() throws Exception {
    waagent.launcher("#!/bin/sh\nsleep 4\n");
    waagent.settings(6);

    assertEquals(52, waagent.run("enable"));

    assertReported(
        6,
        52,
        "the agent did not start within 2 s; see "
            + waagent.logFolder().resolve("akvvm_service.out"));
  }

  private void assertFails(int sequence, int code, String reason) throws Exception {
    assertEquals(code, waagent.run("enable"));
    assertReported(sequence, code, reason);
    assertEquals(agent, waagent.pid());
  }

  private void assertReported(int sequence, int code, String reason) throws IOException {
    assertEquals(reason + "\n", waagent.said());
    StatusReport status = waagent.status(sequence).orElseThrow();
    assertEquals(StatusLevel.ERROR, status.level());
    assertEquals(code, status.code());
    assertEquals(reason, status.message());
  }

  /** For what leaves no place to report it. */
  private void assertFailsUnreported(int code, String reason) throws Exception {
    assertEquals(code, waagent.run("enable"));
    assertEquals(reason + "\n", waagent.said());
    assertEquals(Optional.empty(), waagent.status(6));
    assertEquals(agent, waagent.pid());
  }
}
