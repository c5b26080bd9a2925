package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.azure.core.credential.TokenRequestContext;
import dev.akvvm.emulator.Application;
import dev.akvvm.emulator.BundleFormat;
import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.Listener;
import dev.akvvm.emulator.RecordedRequest;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.IdentitySettings.ServicePrincipal;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.testing.EmulatedAzure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** azure-identity as the agent uses it, against the emulator's login; and who is used when. */
final class EntraSourceTest {
  private static final TokenRequestContext VAULT =
      new TokenRequestContext()
          .addScopes("https://vault.azure.net/.default")
          .setTenantId("00000000-aaaa-bbbb-cccc-00000000dead");
  private static final String OF_SETTINGS = "00000000-aaaa-bbbb-cccc-00000000000a";
  private static final String OF_ENVIRONMENT = "00000000-aaaa-bbbb-cccc-00000000000b";
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

  @TempDir private Path folder;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private EmulatedAzure azure;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    azure.emulator().register(Application.of(OF_SETTINGS).withSecret("secret-of-settings"));
    azure.emulator().register(Application.of(OF_ENVIRONMENT).withSecret("secret-of-environment"));
    log.start();
    logger().setLevel(Level.INFO);
    logger().addAppender(log);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    logger().setLevel(null);
    azure.close();
  }

  @Test
  void getToken_secretOfTheSettings_isTheApplications() throws Exception {
    assertEquals(OF_SETTINGS, application(token(Map.of(), secret("secret-of-settings"))));
    assertLogged("Tokens are asked for the application " + OF_SETTINGS, "of protectedSettings");
  }

  /** What the vault's challenge says of the tenant is not heeded, so a domain will do as well. */
  @Test
  void getToken_tenantOfTheChallenge_isNotAsked() throws Exception {
    token(Map.of(), secret("secret-of-settings"));
    for (RecordedRequest request : logins()) {
      assertFalse(request.path().contains("dead"), request.path());
    }
  }

  @Test
  void getToken_certificateOfTheSettings_signsForTheApplication() throws Exception {
    String pem = certificate();
    assertEquals(
        OF_SETTINGS,
        application(
            token(
                Map.of(),
                Optional.of(
                    new ServicePrincipal(
                        Application.TENANT, OF_SETTINGS, Optional.empty(), Optional.of(pem))))));
  }

  @Test
  void getToken_certificateThatIsNone_saysWhoseAndShowsNothing() {
    String pem =
        """
        -----BEGIN PRIVATE KEY-----
        aHVudGVyMg==
        -----END PRIVATE KEY-----
        -----BEGIN CERTIFICATE-----
        aHVudGVyMg==
        -----END CERTIFICATE-----
        """;
    TokenUnavailableException e =
        failure(
            Map.of(),
            Optional.of(
                new ServicePrincipal(
                    Application.TENANT, OF_SETTINGS, Optional.empty(), Optional.of(pem))));
    assertTrue(e.reason().contains("for the application " + OF_SETTINGS), e.reason());
    assertFalse(e.reason().contains("aHVudGVyMg"), e.reason());
  }

  @Test
  void getToken_secretOfTheEnvironment_goesBeforeTheSettings() throws Exception {
    assertEquals(
        OF_ENVIRONMENT,
        application(
            token(
                environment("AZURE_CLIENT_SECRET", "secret-of-environment"),
                secret("secret-of-settings"))));
    assertLogged("Tokens are asked for the application " + OF_ENVIRONMENT, "of the environment");
  }

  @Test
  void getToken_certificateOfTheEnvironment_signsForTheApplication() throws Exception {
    Path file = Files.writeString(folder.resolve("application.pem"), certificate());
    assertEquals(
        OF_ENVIRONMENT,
        application(
            token(
                environment("AZURE_CLIENT_CERTIFICATE_PATH", file.toString()), Optional.empty())));
  }

  @Test
  void getToken_federatedTokenOfTheEnvironment_isExchanged() throws Exception {
    azure.emulator().register(Application.of(OF_ENVIRONMENT).withFederatedSubject("this-machine"));
    Path file =
        Files.writeString(
            folder.resolve("token"),
            encoded("{\"alg\":\"none\"}")
                + "."
                + encoded(
                    "{\"iss\":\"https://issuer.example\",\"sub\":\"this-machine\","
                        + "\"aud\":\"api://AzureADTokenExchange\",\"exp\":"
                        + (Instant.now().getEpochSecond() + 600)
                        + "}")
                + ".");
    assertEquals(
        OF_ENVIRONMENT,
        application(
            token(environment("AZURE_FEDERATED_TOKEN_FILE", file.toString()), Optional.empty())));
  }

  @Test
  void getToken_environmentIncomplete_isIgnoredAndSaidSo() throws Exception {
    assertEquals(
        OF_SETTINGS,
        application(token(Map.of("AZURE_CLIENT_ID", "x"), secret("secret-of-settings"))));
    assertLogged("missing: AZURE_TENANT_ID, AZURE_CLIENT_SECRET (or ");
  }

  @Test
  void getToken_noApplication_isTheManagedIdentitys() throws Exception {
    assertFalse(token(Map.of(), Optional.empty()).isEmpty());
    assertEquals(List.of(), logins());
    assertLogged("Tokens are asked for the machine's identity, of http://127.0.0.1:");
  }

  @Test
  void getToken_certificatesOwnIdentity_goesBeforeEveryApplication() throws Exception {
    Credentials identities =
        identities(
            environment("AZURE_CLIENT_SECRET", "secret-of-environment"),
            secret("secret-of-settings"));
    String own = azure.systemClientId();
    String token =
        identities
            .credential(Optional.of(new UserAssignedIdentity(own)))
            .getTokenSync(VAULT)
            .getToken();
    assertEquals(own, application(token));
    assertLogged("Tokens are asked for the user-assigned identity " + own);
  }

  @Test
  void getToken_wrongSecret_saysWhatToDoAndShowsNothing() {
    TokenUnavailableException e = failure(Map.of(), secret("hunter2"));
    assertTrue(e.isRefused());
    assertEquals(
        "for the application "
            + OF_SETTINGS
            + " (tenant "
            + Application.TENANT
            + ") of protectedSettings from https://login.microsoftonline.com/: AADSTS7000215:"
            + " Invalid client secret provided. Ensure the secret being sent in the request is the"
            + " client secret value, not the client secret ID.; give it a client secret that is"
            + " valid",
        e.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AZURE_FEDERATED_TOKEN_FILE", "AZURE_CLIENT_CERTIFICATE_PATH"})
  void getToken_fileOfTheEnvironmentMissing_saysWhich(String name) {
    TokenUnavailableException e =
        failure(environment(name, folder.resolve("missing").toString()), Optional.empty());
    assertTrue(e.reason().contains("no such file: " + folder.resolve("missing")), e.reason());
  }

  @Test
  void toString_ofTheContext_hidesSecrets() {
    IdentityContext context =
        IdentityContext.of(
            azure.context().metadata(),
            azure.context().logins(),
            environment("AZURE_CLIENT_SECRET", "hunter2"),
            azure.context().clock());
    assertFalse(context.toString().contains("hunter2"));
  }

  @Test
  void getToken_loginInTrouble_isNotARefusal() {
    azure.emulator().faults().add(Fault.onLogin("token$", new Effect.Drop()));
    TokenUnavailableException e = failure(Map.of(), secret("secret-of-settings"));
    assertFalse(e.isRefused());
    assertTrue(e.reason().contains("from https://login.microsoftonline.com/: "), e.reason());
  }

  @Test
  void getToken_vaultOfAnotherCloud_isAskedOfItsLogin() throws Exception {
    TokenRequestContext china =
        new TokenRequestContext().addScopes("https://vault.azure.cn/.default");
    identities(Map.of(), secret("secret-of-settings"))
        .credential(Optional.empty())
        .getTokenSync(china);
    assertTrue(
        logins().stream().allMatch(request -> request.host().contains("cn")),
        () -> logins().toString());
  }

  @Test
  void authority_ofTheEnvironment_goesBeforeTheClouds() {
    assertEquals(
        "https://login.example/",
        Authorities.of(
            "https://vault.azure.cn",
            new EnvironmentVariables(Map.of("AZURE_AUTHORITY_HOST", "https://login.example/"))));
  }

  private String token(Map<String, String> environment, Optional<ServicePrincipal> application)
      throws Exception {
    return identities(environment, application)
        .credential(Optional.empty())
        .getTokenSync(VAULT)
        .getToken();
  }

  private TokenUnavailableException failure(
      Map<String, String> environment, Optional<ServicePrincipal> application) {
    return assertThrows(TokenUnavailableException.class, () -> token(environment, application));
  }

  private Credentials identities(
      Map<String, String> environment, Optional<ServicePrincipal> application) throws Exception {
    return new Credentials(
        new IdentitySettings(
            URI.create(azure.emulator().metadataEndpoint() + "/oauth2/token"),
            Optional.empty(),
            application),
        azure.context(environment));
  }

  private static Optional<ServicePrincipal> secret(String value) {
    return Optional.of(
        new ServicePrincipal(
            Application.TENANT, OF_SETTINGS, Optional.of(value), Optional.empty()));
  }

  private static Map<String, String> environment(String name, String value) {
    Map<String, String> all = new HashMap<>();
    all.put("AZURE_TENANT_ID", Application.TENANT);
    all.put("AZURE_CLIENT_ID", OF_ENVIRONMENT);
    all.put(name, value);
    return all;
  }

  /** PEM of a new certificate with its key, which both applications may sign with. */
  private String certificate() throws Exception {
    azure
        .emulator()
        .vault("contoso")
        .createCertificate("application", CertificateSpec.of("app").with(BundleFormat.PEM));
    String pem =
        azure
            .reader()
            .read(
                new SecretIdentifier(azure.vault("contoso"), "application", Optional.empty()),
                Optional.empty())
            .value();
    Matcher leaf = CERTIFICATE.matcher(pem);
    assertTrue(leaf.find());
    for (String client : List.of(OF_SETTINGS, OF_ENVIRONMENT)) {
      azure.emulator().register(Application.of(client).withCertificate(leaf.group()));
    }
    return pem;
  }

  private List<RecordedRequest> logins() {
    return azure.emulator().requests().stream()
        .filter(request -> request.listener() == Listener.LOGIN)
        .toList();
  }

  private void assertLogged(String... parts) {
    List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertTrue(
        lines.stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains)),
        lines::toString);
    assertFalse(lines.toString().contains("secret-of"), lines::toString);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("Identity");
  }

  private static String application(String token) {
    String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    String claims = new String(Base64.getUrlDecoder().decode(payload), UTF_8);
    Matcher claim = Pattern.compile("\"appid\":\"([^\"]*)\"").matcher(claims);
    assertTrue(claim.find());
    assertTrue(claims.contains("\"aud\":\"https://vault.azure.net\""), claims);
    return claim.group(1);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
