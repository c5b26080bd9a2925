package dev.akvvm.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.testing.EmulatedAzure;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that have all Key Vault's have, and yet cannot be its. */
final class VaultAnswerTest {
  private static final String VERSION = "0123456789ABCDEF0123456789abcdef";

  @TempDir private Path folder;

  private EmulatedAzure azure;
  private KeyVaultReader reader;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    reader = azure.reader();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdef0",
        "0123456789abcdef0123456789abcdeg",
        "..",
        "0123456789abcdef\\u202e0123456789abcde",
        "0123456789abcdef 0123456789abcde"
      })
  void read_versionThatIsNone_isUnavailable(String version) {
    answerWith("web/" + version);
    String reason = unavailable(Optional.empty());
    assertTrue(reason.contains("/secrets/web: the vault answered with the version \""), reason);
    assertTrue(reason.contains("\", not 32 hexadecimal digits"), reason);
  }

  @Test
  void read_anotherSecret_isUnavailable() {
    answerWith("api/" + VERSION);
    String reason = unavailable(Optional.empty());
    assertTrue(reason.contains("with another secret, \"api/" + VERSION + "\""), reason);
  }

  @Test
  void read_anotherVersionThanPinned_isUnavailable() {
    answerWith("web/" + VERSION);
    String reason = unavailable(Optional.of("f".repeat(32)));
    assertTrue(reason.contains("with another secret, \"web/" + VERSION + "\""), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "WEB"})
  void read_versionAndNameOfAnyCase_stayAsTheyAre(String name) throws Exception {
    answerWith(name + "/" + VERSION);
    assertEquals(VERSION, read(Optional.empty()).version());
    assertEquals(VERSION, read(Optional.of(VERSION.toLowerCase(Locale.ROOT))).version());
  }

  private void answerWith(String id) {
    String body =
        "{\"id\": \"https://contoso.vault.azure.net/secrets/" + id + "\", \"value\": \"x\"}";
    azure
        .emulator()
        .faults()
        .add(Fault.onVaults("/secrets/web", new Effect.Status(200, body, Optional.empty())));
  }

  private String unavailable(Optional<String> version) {
    return assertThrows(VaultException.Unavailable.class, () -> read(version)).reason();
  }

  private Secret read(Optional<String> version) throws VaultException {
    return reader.read(
        new SecretIdentifier(azure.vault("contoso"), "web", version), Optional.empty());
  }
}
