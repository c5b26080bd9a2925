package dev.akvvm.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.testing.LoadedClasses;
import dev.akvvm.transport.HttpClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** azure-identity is large, and every pass is a process: whoever does not need it does not pay. */
@Tag("slow")
final class LoadedClassesTest {
  @TempDir private Path folder;

  @Test
  void managedIdentity_inUse_loadsNothingOfAzureIdentity() throws Exception {
    List<String> loaded;
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      loaded =
          LoadedClasses.of(
              LoadedClassesTest.class,
              folder,
              azure.emulator().metadataEndpoint() + "/oauth2/token");
    }
    assertTrue(loaded.stream().anyMatch(line -> line.contains(Credentials.class.getName())));
    assertEquals(
        List.of(),
        loaded.stream()
            .filter(
                line ->
                    line.contains(" com.azure.identity.") || line.contains(" com.microsoft.aad."))
            .toList());
  }

  /** Asks an endpoint for a token. */
  public static void main(String[] endpoint) {
    new Credentials(
            new IdentitySettings(URI.create(endpoint[0]), Optional.empty()),
            IdentityContext.of(
                HttpClients.forMetadata(), HttpClients.forMetadata(), Map.of(), Clock.systemUTC()))
        .credential(Optional.empty())
        .getTokenSync(ScriptedEndpoint.VAULT);
    System.exit(0);
  }
}
