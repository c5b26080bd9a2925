package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of an operator, as a file of the guest agent's. */
final class DeliverCommandTest {
  private static final String SETTINGS =
      """
      {"secretsManagementSettings": {"certificateStoreLocation": "STORE",
        "observedCertificates": ["https://con.vault.azure.net/secrets/web"]}}
      """;

  private final Waagent waagent;
  private final Path file;

  DeliverCommandTest(@TempDir Path folder) throws IOException {
    waagent = new Waagent(folder);
    file = folder.resolve("settings.json");
  }

  @AfterEach
  void endAgents() {
    waagent.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "{\"runtimeSettings\": [{\"handlerSettings\": {\"publicSettings\": %s}}]}",
        "{\"runtimeSettings\": [{\"handlerSettings\": {\"publicSettings\": null,"
            + " \"protectedSettings\": %s}}]}"
      })
  void deliver_everyShape_isWhatEnableTakes(String shape) throws Exception {
    assertEquals(0, deliver(shape.formatted(settings()), UTF_8), waagent::said);

    waagent.variables().put("ConfigSequenceNumber", "0");
    assertEquals(0, waagent.run("enable"), waagent::said);
    assertEquals(1, waagent.status(0).orElseThrow().substatuses().size());
  }

  @Test
  void deliver_jsonInAString_isWhatEnableTakes() throws Exception {
    deliver_everyShape_isWhatEnableTakes(
        '"' + settings().replace("\"", "\\\"").replace("\n", "") + '"');
  }

  @Test
  void deliver_utf16OfPowerShell_isWhatEnableTakes() throws Exception {
    assertEquals(0, deliver('\uFEFF' + settings(), UTF_16LE), waagent::said);

    assertEquals(0, waagent.run("enable"), waagent::said);
  }

  @Test
  void deliver_sameSettingsInOtherWords_keepTheirNumber() throws Exception {
    deliver(settings(), UTF_8);
    Files.setLastModifiedTime(waagent.settingsFile(0), FileTime.from(Instant.EPOCH));

    deliver(settings().replaceAll("\\s+", " "), UTF_8);

    assertFalse(Files.exists(waagent.settingsFile(1)));
    // Whoever runs enable by hand gets what was written last.
    assertTrue(
        Files.getLastModifiedTime(waagent.settingsFile(0)).toInstant().isAfter(Instant.EPOCH));
  }

  @Test
  void deliver_otherSettings_getTheNextNumber() throws Exception {
    waagent.settings(6);

    assertEquals(0, deliver(settings(), UTF_8), waagent::said);

    assertTrue(Files.exists(waagent.settingsFile(7)));
  }

  @Test
  void deliver_lastOnesAreUnreadable_getTheNextNumber() throws Exception {
    waagent.rawSettings(3, "{");

    assertEquals(0, deliver(settings(), UTF_8), waagent::said);

    assertTrue(Files.exists(waagent.settingsFile(4)));
  }

  @Test
  void deliver_mayHoldSecrets_onlyRootReadsThem() throws Exception {
    deliver(settings(), UTF_8);

    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(waagent.settingsFile(0))));
  }

  @Test
  void deliver_brokenSettings_53AndNothingIsWritten() throws Exception {
    assertEquals(53, deliver("{\"secretsManagementSettings\": {}}", UTF_8));

    assertTrue(waagent.said().startsWith(file + ": "), waagent::said);
    assertFalse(Files.exists(waagent.settingsFile(0)));
  }

  private String settings() {
    return SETTINGS.replace("STORE", waagent.store().toString());
  }

  private int deliver(String text, Charset charset) throws IOException {
    Files.writeString(file, text, charset);
    return waagent.run("deliver", file.toString());
  }
}
