package dev.akvvm.identity;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.akvvm.emulator.Application;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.Identities;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.IdentitySettings.ServicePrincipal;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.testing.EmulatedAzure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps tokens from being had in each way docs/failures.md has a row for. */
public final class ProvokedTokenFailures {
  private static final String CLIENT = "00000000-aaaa-bbbb-cccc-00000000000a";

  private final Path folder;
  private final EmulatedAzure azure;
  private final List<String> messages = new ArrayList<>();

  private ProvokedTokenFailures(Path folder, EmulatedAzure azure) {
    this.folder = folder;
    this.azure = azure;
  }

  /** What is said of them, as in a substatus. */
  public static List<String> all(Path folder) throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      ProvokedTokenFailures failures = new ProvokedTokenFailures(folder, azure);
      failures.identities();
      failures.endpoints();
      failures.arc();
      failures.applications();
      return failures.messages;
    }
  }

  private void identities() {
    azure
        .emulator()
        .assign(
            Identities.none()
                .withUser("a", "00000000-aaaa-bbbb-cccc-000000000001")
                .withUser("b", "00000000-aaaa-bbbb-cccc-000000000002"));
    ask(azure.identities(Optional.empty()));
    azure.emulator().assign(Identities.none());
    ask(azure.identities(Optional.empty()));
    azure.emulator().assign(Identities.system());
  }

  private void endpoints() {
    for (Effect effect :
        List.of(
            new Effect.Status(500), new Effect.Status(429), new Effect.Drop(), new Effect.Html())) {
      azure.emulator().faults().add(Fault.onMetadata(effect));
      ask(azure.identities(Optional.empty()));
      azure.emulator().faults().clear();
    }
    ask(at("http://tokens.contoso.com/oauth2/token", Optional.empty()));
  }

  private void arc() throws IOException {
    ask(
        at(
            "http://localhost:40342/metadata/identity/oauth2/token",
            Optional.of(new UserAssignedIdentity(CLIENT))));
    ask(at("http://169.254.169.254:40342/metadata/identity/oauth2/token", Optional.empty()));
    arcSaying("Bearer realm=x");
    arcSaying("Basic realm=/etc/shadow");
    arcSaying("Basic realm=" + Files.writeString(folder.resolve("a.key"), "a-key"));
  }

  private void arcSaying(String challenge) throws IOException {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint()) {
      endpoint.then(401, Map.of("WWW-Authenticate", challenge), "");
      IdentityContext context = endpoint.context(folder);
      ArcSource source =
          new ArcSource(
              new TokenEndpoint(endpoint.uri(), context),
              Optional.empty(),
              new ArcKeys(folder),
              new TokenResponseParser(endpoint.uri(), Optional.empty(), context.clock()));
      add(
          assertThrows(
              TokenUnavailableException.class, () -> source.request(ScriptedEndpoint.VAULT)));
    }
  }

  private void applications() throws IOException {
    ask(application("a secret"));
    azure.emulator().register(Application.of(CLIENT).withSecret("another secret"));
    ask(application("a secret"));
  }

  private Credentials application(String secret) throws IOException {
    ServicePrincipal principal =
        new ServicePrincipal(Application.TENANT, CLIENT, Optional.of(secret), Optional.empty());
    return new Credentials(
        new IdentitySettings(
            IdentitySettings.INSTANCE_METADATA_SERVICE, Optional.empty(), Optional.of(principal)),
        azure.context(Map.of()));
  }

  private Credentials at(String endpoint, Optional<UserAssignedIdentity> identity) {
    return new Credentials(new IdentitySettings(URI.create(endpoint), identity), azure.context());
  }

  private void ask(Credentials identities) {
    add(
        assertThrows(
            TokenUnavailableException.class,
            () -> identities.credential(Optional.empty()).getTokenSync(ScriptedEndpoint.VAULT)));
  }

  /** As the vault's reader words it. */
  private void add(TokenUnavailableException failure) {
    messages.add("no token: " + failure.reason());
  }
}
