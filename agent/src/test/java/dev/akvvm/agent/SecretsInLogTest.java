package dev.akvvm.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenRequestContext;
import dev.akvvm.emulator.Application;
import dev.akvvm.emulator.BundleFormat;
import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.identity.Credentials;
import dev.akvvm.report.LogReporter;
import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.IdentitySettings.ServicePrincipal;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.state.LogSetting;
import dev.akvvm.sync.CertificateRefresher;
import dev.akvvm.sync.PollPolicy;
import dev.akvvm.sync.Synchronizer;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import dev.akvvm.vault.KeyVaultPolicyReader;
import dev.akvvm.vault.KeyVaultReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Everything is logged that can be, of polls that go well and of polls that go wrong in all their
 * ways, and no part of a key, a password or a token is among it.
 */
final class SecretsInLogTest {
  private static final String PASSWORD = "marked-password-of-the-keystore";
  private static final String PLAIN = "marked-plain secret";
  private static final String CLIENT_SECRET = "marked-secret-of-the-application";
  private static final String CLIENT = "00000000-aaaa-bbbb-cccc-00000000000a";

  /** Shorter than any line of PEM, and longer than what could be there by chance. */
  private static final int LENGTH = 24;

  @TempDir private Path folder;

  private EmulatedAzure azure;
  private Path logs;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    logs = folder.resolve("logs");
    Logging.start(logs, Map.of(), new LogSetting("trace", Optional.of("a test"), Optional.empty()));
    Logging.forward(
        new LogReceiver(URI.create("unix://" + folder + "/none.sock"), "akvvm_service"),
        folder.resolve("forward"));
    azure.emulator().register(Application.of(CLIENT).withSecret(CLIENT_SECRET));
    CertificateSpec spec = CertificateSpec.of("web").with(KeyType.P_256);
    azure.emulator().vault("contoso").createCertificate("pem", spec.with(BundleFormat.PEM));
    azure.emulator().vault("contoso").createCertificate("pkcs12", spec);
    azure.emulator().vault("contoso").putSecret("password", PASSWORD, "text/plain");
    azure.emulator().vault("contoso").putSecret("plain", PLAIN, "text/plain");
    azure.emulator().vault("contoso").putSecret("null", PLAIN + "\0", "text/plain");
  }

  @AfterEach
  void stop() {
    azure.close();
    Logging.start(
        folder, Map.of(), new LogSetting("info", Optional.of("a test"), Optional.empty()));
    ((ch.qos.logback.classic.LoggerContext) LoggerFactory.getILoggerFactory()).reset();
  }

  @Test
  void pollsAtTrace_ofEachIdentity_showNoSecret() throws Exception {
    List<String> secrets = new ArrayList<>(List.of(PASSWORD, PLAIN, CLIENT_SECRET));
    for (Optional<ServicePrincipal> application :
        List.of(Optional.<ServicePrincipal>empty(), Optional.of(application(CLIENT_SECRET)))) {
      Credentials credentials = credentials(application);
      secrets.add(token(credentials));
      for (String name : List.of("pem", "pkcs12")) {
        secrets.add(value(credentials, name));
      }
      poll(credentials);
      for (Effect effect :
          List.of(
              new Effect.Status(401, "{\"error\": {\"message\": \"no\"}}", Optional.empty()),
              new Effect.Status(200, "{\"value\": \"" + PASSWORD, Optional.empty()),
              new Effect.Drop())) {
        azure.emulator().faults().add(Fault.onVaults("/secrets/", effect));
        poll(credentials(application));
        azure.emulator().faults().clear();
      }
    }
    poll(credentials(Optional.of(application("wrong-" + CLIENT_SECRET))));

    String log = Files.readString(logs.resolve("akvvm_service.log"));
    assertTrue(log.contains("<debug> [Http] GET contoso.vault.azure.net:"), log);
    assertTrue(log.contains(" certificate=pem version="), log);
    assertTrue(log.contains("contoso/plain: installed version "), log);
    assertTrue(log.contains("app.env: installed version "), log);
    assertEquals(List.of(), secrets.stream().filter(secret -> isIn(log, secret)).toList());

    String forwarded = forwarded();
    assertTrue(forwarded.contains("GET contoso.vault.azure.net:"), forwarded);
    assertTrue(forwarded.contains("cannot forward log lines to unix:"), forwarded);
    assertEquals(List.of(), secrets.stream().filter(secret -> isIn(forwarded, secret)).toList());
  }

  /** What waits on the disk for a receiver, which is what it would get. */
  private String forwarded() throws IOException {
    Logging.end();
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder.resolve("forward"))) {
      for (Path each : files.toList()) {
        all.append(Files.readString(each, ISO_8859_1));
      }
    }
    return all.toString();
  }

  /** Whether any part of it is there, with or without its line breaks. */
  private static boolean isIn(String log, String secret) {
    return secret
        .lines()
        .filter(line -> !line.startsWith("-----"))
        .flatMap(
            line ->
                line.length() <= LENGTH
                    ? Stream.of(line).filter(text -> text.length() > 8)
                    : IntStream.rangeClosed(0, line.length() - LENGTH)
                        .mapToObj(i -> line.substring(i, i + LENGTH)))
        .anyMatch(log::contains);
  }

  private void poll(Credentials credentials) throws Exception {
    List<ObservedCertificate> all =
        List.of(
            at("pem"),
            Observed.with(Keystore.Type.PKCS12, at("pkcs12")),
            at("missing"),
            Observed.of(new Content.PlainSecret(Encoding.RAW), at("plain")),
            Observed.named(
                "bad", Observed.of(new Content.PlainSecret(Encoding.BASE64), at("plain"))),
            Observed.named("bad.env", Observed.of(variables("plain", "null"), at("plain"))),
            Observed.named("app.env", Observed.of(variables("plain", "password"), at("plain"))),
            Observed.named("ca", Observed.of(new Content.CaBundle(), at("pem"))),
            Observed.named("bad.ca", Observed.of(new Content.CaBundle(), at("plain"))));
    Synchronizer synchronizer =
        new Synchronizer(
            all,
            new CertificateRefresher(
                new KeyVaultReader(azure.http(), credentials),
                new KeyVaultPolicyReader(azure.http(), credentials),
                Stores.in(folder, all)),
            new FakeRenewalActions(),
            PollPolicy.of(Duration.ofHours(1), 0),
            Clock.systemUTC(),
            Optional.empty(),
            true);
    new LogReporter(Clock.systemUTC()).report(synchronizer.run());
  }

  private Content variables(String one, String other) {
    return new Content.EnvFile(
        new TreeMap<>(Map.of("ONE", identifier(one), "OTHER", identifier(other))));
  }

  private ObservedCertificate at(String name) {
    return new ObservedCertificate(
        identifier(name),
        Optional.empty(),
        Observed.certificate("contoso", name, folder.resolve("store")).placement());
  }

  private SecretIdentifier identifier(String name) {
    return new SecretIdentifier(azure.vault("contoso"), name, Optional.empty());
  }

  private String value(Credentials credentials, String name) throws Exception {
    return new KeyVaultReader(azure.http(), credentials)
        .read(identifier(name), Optional.empty())
        .value();
  }

  private static String token(Credentials credentials) {
    return credentials
        .credential(Optional.empty())
        .getTokenSync(
            new TokenRequestContext()
                .addScopes("https://vault.azure.net/.default")
                .setTenantId(Application.TENANT))
        .getToken();
  }

  private static ServicePrincipal application(String secret) {
    return new ServicePrincipal(Application.TENANT, CLIENT, Optional.of(secret), Optional.empty());
  }

  private Credentials credentials(Optional<ServicePrincipal> application) throws Exception {
    return new Credentials(
        new IdentitySettings(
            URI.create(azure.emulator().metadataEndpoint() + "/oauth2/token"),
            Optional.empty(),
            application),
        azure.context(Map.of()));
  }
}
