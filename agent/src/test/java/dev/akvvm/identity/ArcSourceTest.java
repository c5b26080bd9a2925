package dev.akvvm.identity;

import static dev.akvvm.identity.ScriptedEndpoint.TOKEN;
import static dev.akvvm.identity.ScriptedEndpoint.VAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.Arc;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.EmulatorConfig;
import dev.akvvm.emulator.Fault;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.testing.EmulatedAzure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArcSourceTest {
  @TempDir private Path folder;

  private final ScriptedEndpoint endpoint = new ScriptedEndpoint();

  ArcSourceTest() throws IOException {}

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void request_challengeOfTheAgent_isAnsweredByTheKey() throws Exception {
    Path keys = folder.resolve("keys");
    EmulatorConfig config = EmulatorConfig.local().with(Arc.local(keys));
    try (EmulatedAzure azure = new EmulatedAzure(folder, config)) {
      URI uri = URI.create(azure.emulator().arcEndpoint() + "/oauth2/token");
      ArcSource source = source(uri, azure.context(), keys);
      assertFalse(source.request(VAULT).getToken().isEmpty());
      assertEquals(
          List.of(401, 200),
          azure.emulator().requests().stream().map(each -> each.status()).toList());
      assertTrue(azure.emulator().requests().get(0).query().contains("api-version=2019-11-01"));
    }
  }

  @Test
  void request_agentStartsWithTheMachine_passes() throws Exception {
    Path keys = folder.resolve("keys");
    EmulatorConfig config = EmulatorConfig.local().with(Arc.local(keys));
    try (EmulatedAzure azure = new EmulatedAzure(folder, config)) {
      URI uri = URI.create(azure.emulator().arcEndpoint() + "/oauth2/token");
      azure.emulator().faults().add(Fault.onArc(new Effect.Status(503)));
      TokenUnavailableException e =
          assertThrows(
              TokenUnavailableException.class,
              () -> source(uri, azure.context(), keys).request(VAULT));
      assertFalse(e.isRefused());
      azure.emulator().faults().clear();
      source(uri, azure.context(), keys).request(VAULT);
    }
  }

  @Test
  void request_challenged_sendsTheKeyOnceAndNoMore() throws Exception {
    Path key = Files.writeString(folder.resolve("a.key"), "the-key\n");
    endpoint.then(401, challenge("Basic realm=" + key), "").then(200, TOKEN);
    assertEquals("a-token", source().request(VAULT).getToken());
    assertEquals(
        List.of(Optional.empty(), Optional.of("Basic the-key")),
        endpoint.received().stream().map(ScriptedEndpoint.Received::authorization).toList());
  }

  @Test
  void request_keyNotAccepted_isRefusedWithoutShowingIt() throws Exception {
    Path key = Files.writeString(folder.resolve("a.key"), "hunter2");
    endpoint.then(401, challenge("Basic realm=" + key), "");
    TokenUnavailableException e = failure();
    assertTrue(e.isRefused());
    assertTrue(e.reason().contains("does not accept the key"), e.reason());
    assertFalse(e.reason().contains("hunter2"));
    assertEquals(2, endpoint.received().size());
  }

  @Test
  void request_fileElsewhere_isNotSent() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path key = Files.writeString(outside.resolve("a.key"), "hunter2");
    Files.createSymbolicLink(inside.resolve("link.key"), key);
    Files.createSymbolicLink(inside.resolve("sub"), outside);
    Files.createDirectory(folder.resolve("inside-too"));
    Files.copy(key, folder.resolve("inside-too/a.key"));
    for (String named :
        List.of(
            key.toString(),
            inside.resolve("link.key").toString(),
            inside.resolve("sub/a.key").toString(),
            inside + "/../outside/a.key",
            folder.resolve("inside-too/a.key").toString(),
            "outside/a.key")) {
      assertRefused(inside, named, " does not lie in " + inside);
    }
  }

  @Test
  void request_fileThatIsNoKey_isNotSent() throws Exception {
    Path text = Files.writeString(folder.resolve("shadow"), "hunter2");
    Files.createSymbolicLink(folder.resolve("link.key"), text);
    assertRefused(folder, text.toString(), " does not end in .key");
    assertRefused(folder, folder.resolve("link.key").toString(), " does not end in .key");
    Files.createDirectory(folder.resolve("folder.key"));
    assertRefused(folder, folder.resolve("folder.key").toString(), " is not a regular file");
    Files.writeString(folder.resolve("large.key"), "k".repeat(4097));
    assertRefused(folder, folder.resolve("large.key").toString(), " is larger than 4096 bytes");
    Files.writeString(folder.resolve("lines.key"), "hunter2\r\nX: y");
    assertRefused(folder, folder.resolve("lines.key").toString(), " does not hold a key");
    Files.writeString(folder.resolve("empty.key"), "");
    assertRefused(folder, folder.resolve("empty.key").toString(), " does not hold a key");
    assertRefused(folder, folder.resolve("none.key").toString(), "there is no ");
  }

  @Test
  void request_keyOfTheLargestSize_isSent() throws Exception {
    Path key = Files.writeString(folder.resolve("a.key"), "k".repeat(4096));
    endpoint.then(401, challenge("Basic realm=\"" + key + "\""), "").then(200, TOKEN);
    assertEquals("a-token", source().request(VAULT).getToken());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=KEY",
        "basic realm=KEY",
        "BASIC  Realm = KEY ",
        "Basic realm=\"KEY\"",
        "Basic realm=\"KEY\", charset=\"UTF-8\"",
        "Basic charset=UTF-8, realm=KEY",
        "Basic error=\"a \\\"quoted\\\", b\",realm=\"KEY\",x=",
      })
  void request_challengeInOtherWords_isAnsweredByTheKey(String challenge) throws Exception {
    Path key = Files.writeString(folder.resolve("a.key"), "the-key");
    endpoint.then(401, challenge(challenge.replace("KEY", key.toString())), "").then(200, TOKEN);
    assertEquals("a-token", source().request(VAULT).getToken());
    assertEquals(Optional.of("Basic the-key"), endpoint.received().getLast().authorization());
  }

  @Test
  void request_answerWithABlankNotBefore_isAToken() throws Exception {
    Path key = Files.writeString(folder.resolve("a.key"), "the-key");
    endpoint
        .then(401, challenge("Basic realm=" + key), "")
        .then(
            200,
            "{\"access_token\": \"a-token\", \"expires_on\": \"4000000000\", \"not_before\":"
                + " \"\"}");
    assertEquals("a-token", source().request(VAULT).getToken());
  }

  @Test
  void request_otherChallenge_isRefused() {
    for (String challenge :
        List.of(
            "",
            "Basic",
            "Basic ",
            "Basic charset=UTF-8",
            "Bearer realm=x",
            "Basic realm=a\", Bearer x=\"y",
            "Basic realm=\"a",
            "Basic realm=a, Bearer realm=b",
            "Basic realm=a, realm=b",
            "Basic realm=\"" + "\\\\".repeat(3000) + "\"",
            "Basicrealm=a")) {
      endpoint.then(401, challenge.isEmpty() ? Map.of() : challenge(challenge), "");
      assertTrue(failure().reason().contains("expected Basic realm="), challenge);
    }
  }

  @Test
  void request_userAssignedIdentity_isRefusedBeforeAnyRequest() {
    ArcSource source =
        new ArcSource(
            new TokenEndpoint(endpoint.uri(), endpoint.context(folder)),
            Optional.of(new UserAssignedIdentity("an-id")),
            new ArcKeys(folder),
            new TokenResponseParser(endpoint.uri(), Optional.empty(), endpoint.clock));
    TokenUnavailableException e =
        assertThrows(TokenUnavailableException.class, () -> source.request(VAULT));
    assertTrue(e.isRefused());
    assertTrue(e.reason().contains("remove msiClientId an-id"), e.reason());
    assertEquals(List.of(), endpoint.received());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void request_redirect_isNotFollowedNeitherWithTheKeyNorWithout(int status) throws Exception {
    Path key = Files.writeString(folder.resolve("a.key"), "hunter2");
    try (ScriptedEndpoint elsewhere = new ScriptedEndpoint()) {
      elsewhere.then(200, TOKEN);
      Map<String, String> redirect = Map.of("Location", elsewhere.uri().toString());
      endpoint
          .then(status, redirect, "")
          .then(401, challenge("Basic realm=" + key), "")
          .then(status, redirect, "");
      for (int requests : List.of(1, 3)) {
        assertTrue(failure().reason().contains(", a redirect to 127.0.0.1"));
        assertEquals(requests, endpoint.received().size());
      }
      assertEquals(List.of(), elsewhere.received());
    }
  }

  @Test
  void request_hostBeyondLoopback_isRefusedBeforeAnyRequest() throws Exception {
    Path key = Files.writeString(folder.resolve("a.key"), "hunter2");
    endpoint.then(401, challenge("Basic realm=" + key), "").then(200, TOKEN);
    // The name leads to this machine, as it happens.
    URI uri = URI.create(endpoint.uri().toString().replace("127.0.0.1", "contoso.vault.azure.net"));
    TokenUnavailableException e =
        assertThrows(
            TokenUnavailableException.class,
            () -> source(uri, endpoint.context(folder), folder).request(VAULT));
    assertTrue(e.isRefused());
    assertTrue(e.reason().contains("Arc's key is sent to a loopback address only"), e.reason());
    assertEquals(List.of(), endpoint.received());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254:40342",
        "http://[fe80::1]:40342",
        "http://contoso.vault.azure.net:40342",
        "https://tokens.example:40342"
      })
  void getToken_arcBeyondLoopback_isNotAskedEvenIfListed(String endpoint) throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      Files.writeString(
          folder.resolve("token-endpoints"), "contoso.vault.azure.net\ntokens.example\n");
      Credentials identities =
          new Credentials(
              new IdentitySettings(
                  URI.create(endpoint + "/metadata/identity/oauth2/token"), Optional.empty()),
              azure.context());
      TokenUnavailableException e =
          assertThrows(
              TokenUnavailableException.class,
              () -> identities.credential(Optional.empty()).getTokenSync(VAULT));
      assertTrue(e.isRefused());
      assertTrue(e.reason().contains("Arc's key is sent to a loopback address only"), e.reason());
    }
  }

  private void assertRefused(Path keys, String named, String reason) throws IOException {
    try (ScriptedEndpoint scripted = new ScriptedEndpoint()) {
      scripted.then(401, challenge("Basic realm=" + named), "").then(200, TOKEN);
      ArcSource source = source(scripted.uri(), scripted.context(keys), keys);
      TokenUnavailableException e =
          assertThrows(TokenUnavailableException.class, () -> source.request(VAULT));
      assertTrue(e.isRefused());
      assertTrue(e.reason().contains(reason), e.reason());
      assertFalse(e.reason().contains("hunter2"), e.reason());
      assertEquals(1, scripted.received().size(), named);
    }
  }

  private TokenUnavailableException failure() {
    return assertThrows(TokenUnavailableException.class, () -> source().request(VAULT));
  }

  private ArcSource source() {
    return source(endpoint.uri(), endpoint.context(folder), folder);
  }

  private static ArcSource source(URI uri, IdentityContext context, Path keys) {
    return new ArcSource(
        new TokenEndpoint(uri, context),
        Optional.empty(),
        new ArcKeys(keys),
        new TokenResponseParser(uri, Optional.empty(), context.clock()));
  }

  private static Map<String, String> challenge(String value) {
    return Map.of("WWW-Authenticate", value);
  }
}
