package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.UnusableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsInForceTest {
  private static final Map<String, String> NO_VARIABLES = Map.of();

  private final Path folder;
  private final HandlerEnvironment environment;

  SettingsInForceTest(@TempDir Path folder) {
    this.folder = folder;
    this.environment = new HandlerEnvironment(folder, folder, folder, folder);
  }

  @Test
  void read_noNumberGiven_thoseWrittenLast() throws Exception {
    deliver(7, "web", Instant.EPOCH);
    deliver(6, "api", Instant.EPOCH.plusSeconds(1));

    SettingsInForce inForce = SettingsInForce.read(environment, NO_VARIABLES);

    assertEquals(new SequenceNumber(6), inForce.sequence());
    assertEquals(folder.resolve("6.settings"), inForce.path());
    assertEquals(List.of("api"), names(inForce));
  }

  @Test
  void read_guestAgentNamesANumber_thoseOfThatNumber() throws Exception {
    deliver(7, "web", Instant.EPOCH);
    deliver(6, "api", Instant.EPOCH.plusSeconds(1));

    SettingsInForce inForce =
        SettingsInForce.read(environment, Map.of("ConfigSequenceNumber", "7"));

    assertEquals(List.of("web"), names(inForce));
    assertEquals(inForce, SettingsInForce.read(environment, new SequenceNumber(7)));
  }

  @Test
  void read_noneDelivered_unusableAndSaysWhere() {
    UnusableFileException e =
        assertThrows(
            UnusableFileException.class, () -> SettingsInForce.read(environment, NO_VARIABLES));

    assertEquals(
        folder + ": holds no settings file (N.settings); waagent writes it before enable",
        e.getMessage());
  }

  @Test
  void read_notJson_unusableAndNamesTheFile() throws Exception {
    Files.writeString(folder.resolve("3.settings"), "{]");

    UnusableFileException e =
        assertThrows(
            UnusableFileException.class,
            () -> SettingsInForce.read(environment, new SequenceNumber(3)));

    assertEquals(folder + "/3.settings: line 1, column 2: not JSON", e.getMessage());
  }

  @Test
  void parse_usableWithWarnings_givesBoth() throws Exception {
    write(4, "{\"pollingIntervalInS\": 60, " + observed("web") + "}");

    ParsedSettings parsed = SettingsInForce.read(environment, new SequenceNumber(4)).parse();

    assertEquals(60, parsed.settings().pollingInterval().toSeconds());
    assertFalse(parsed.warnings().isEmpty());
  }

  @Test
  void parse_rejected_theFileIsKnownAllTheSame() throws Exception {
    write(4, "{\"observedCertificates\": []}");

    SettingsInForce inForce = SettingsInForce.read(environment, new SequenceNumber(4));

    assertThrows(SettingsRejectedException.class, inForce::parse);
    assertEquals(folder.resolve("4.settings"), inForce.path());
  }

  private static List<String> names(SettingsInForce inForce) throws SettingsRejectedException {
    return inForce.parse().settings().certificates().stream()
        .map(each -> each.secret().name())
        .toList();
  }

  private void deliver(int number, String name, Instant written) throws IOException {
    Files.setLastModifiedTime(write(number, "{" + observed(name) + "}"), FileTime.from(written));
  }

  private static String observed(String name) {
    return "\"observedCertificates\": [\"https://a.vault.azure.net/secrets/" + name + "\"]";
  }

  private Path write(int number, String secrets) throws IOException {
    return Files.writeString(
        folder.resolve(number + ".settings"),
        """
        {"runtimeSettings": [{"handlerSettings": {
          "publicSettings": {"secretsManagementSettings": %s}}}]}
        """
            .formatted(secrets));
  }
}
