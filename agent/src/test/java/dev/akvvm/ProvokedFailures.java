package dev.akvvm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.Denial;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.forward.ProvokedForwardFailures;
import dev.akvvm.identity.ProvokedTokenFailures;
import dev.akvvm.onrenewal.queue.ProvokedQueueFailures;
import dev.akvvm.onrenewal.runner.ProvokedActionFailures;
import dev.akvvm.report.ProvokedMetricsFailures;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import dev.akvvm.sync.CertificateRefresher;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.PollPolicy;
import dev.akvvm.sync.Synchronizer;
import dev.akvvm.sync.Warning;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.RawServer;
import dev.akvvm.testing.Stores;
import dev.akvvm.testing.TunnelProxy;
import dev.akvvm.transport.HttpClients;
import dev.akvvm.transport.Proxies;
import dev.akvvm.transport.Timeouts;
import dev.akvvm.vault.CertificatePolicyReader;
import dev.akvvm.vault.VaultReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Makes everything go wrong that docs/failures.md has a row for, and collects what is said. */
final class ProvokedFailures implements AutoCloseable {
  private static final Timeouts SHORT =
      new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
  private static final String HOST = "contoso.vault.azure.net";
  private static final CertificateSpec SPEC = CertificateSpec.of("web").with(KeyType.P_256);

  private final Path folder;
  private final EmulatedAzure azure;
  private final dev.akvvm.emulator.Vault contoso;
  private final List<String> messages = new ArrayList<>();
  private int stores;

  ProvokedFailures(Path folder) throws IOException {
    this.folder = folder;
    this.azure = new EmulatedAzure(folder);
    this.contoso = azure.emulator().vault("contoso");
    contoso.createCertificate("web", SPEC);
  }

  List<String> all() throws Exception {
    refusals();
    failures();
    messages.addAll(ProvokedTokenFailures.all(Files.createDirectory(folder.resolve("tokens"))));
    certificates();
    newestExpired();
    renewals();
    passwords();
    messages.addAll(ProvokedSecretFailures.all(Files.createDirectory(folder.resolve("secrets"))));
    tls();
    connections();
    proxies();
    machine();
    messages.addAll(ProvokedActionFailures.all(Files.createDirectory(folder.resolve("actions"))));
    messages.addAll(ProvokedForwardFailures.all(Files.createDirectory(folder.resolve("forward"))));
    messages.addAll(ProvokedMetricsFailures.all(Files.createDirectory(folder.resolve("metrics"))));
    messages.add(ProvokedQueueFailures.running(Files.createDirectory(folder.resolve("queue"))));
    return List.copyOf(messages);
  }

  private void refusals() throws Exception {
    for (Denial denial : Denial.values()) {
      contoso.deny(denial);
      read();
      contoso.allow();
    }
    messages.add(
        reason(
            azure.reader(),
            azure.policyReader(),
            new ObservedCertificate(
                new SecretIdentifier(new Vault(HOST, port()), "web", Optional.of("0".repeat(32))),
                Optional.empty(),
                fake().placement())));
    contoso.setEnabled("web", false);
    contoso.grantSecretsOnly();
    read();
    disabled();
    contoso.setEnabled("web", true);
    contoso.delete("web");
    read();
    contoso.createCertificate("web", SPEC);
    for (String code : List.of("AKV10022: Invalid audience.", "AKV10032: Invalid issuer.")) {
      String body = "{\"error\": {\"code\": \"Unauthorized\", \"message\": \"" + code + "\"}}";
      fault(new Effect.Status(401, body, Optional.empty()));
    }
    azure.emulator().vault("fabrikam").challengeFor("https://management.azure.com");
    messages.add(
        reason(
            azure.reader(), azure.policyReader(), at("fabrikam.vault.azure.net", port(), "web")));
  }

  /** The same where the version before is wanted instead. */
  private void disabled() throws Exception {
    ObservedCertificate previous = Observed.withPrevious(at(HOST, port(), "web"));
    messages.add(reason(azure.reader(), azure.policyReader(), previous));
    contoso.denyLists(Denial.ACCESS_POLICY);
    messages.add(reason(azure.reader(), azure.policyReader(), previous));
    contoso.allow();
    for (int i = 0; i <= 1000; i++) {
      contoso.putSecret("many", "", "");
    }
    contoso.setEnabled("many", false);
    ObservedCertificate many = Observed.withPrevious(at(HOST, port(), "many"));
    messages.add(reason(azure.reader(), new FakePolicyReader(), many));
  }

  private void failures() throws Exception {
    fault(new Effect.Status(429));
    fault(new Effect.Status(500));
    fault(new Effect.Html());
    for (String id : List.of("", "web/1", "api/" + "a".repeat(32))) {
      String body = "{\"value\": \"\", \"id\": \"https://" + HOST + "/secrets/" + id + "\"}";
      fault(new Effect.Status(200, body, Optional.empty()));
    }
    fault(new Effect.Hang(Optional.empty()));
    fault(new Effect.Drip(Duration.ofMillis(100)));
    fault(new Effect.Truncate());
  }

  private void certificates() throws Exception {
    azure.emulator().vault("fabrikam").createCertificate("web", SPEC);
    try (EmulatedAzure open = new EmulatedAzure(Files.createDirectory(folder.resolve("open")))) {
      dev.akvvm.emulator.Vault vault = open.emulator().vault("contoso");
      vault.createCertificate("web", SPEC.notExportable());
      ObservedCertificate web = at(HOST, open.emulator().vaultPort(), "web");
      messages.add(reason(open.reader(), open.policyReader(), web));
      vault.requestSigning("web");
      messages.add(reason(open.reader(), open.policyReader(), web));
    }
    FakeVault vault = new FakeVault();
    vault.breakValue("web");
    messages.add(reason(vault, new FakePolicyReader(), fake()));
    values(vault);
    vault.renewWithGap("web");
    PassReport report = run(vault, new FakePolicyReader(), fake());
    CertificateState state = report.states().values().iterator().next();
    for (Instant time : List.of(Instant.EPOCH, Instant.now())) {
      state.warnings(time).forEach(warning -> messages.add(warning.message()));
    }
  }

  private void newestExpired() {
    FakeVault vault = new FakeVault();
    ObservedCertificate web = fake();
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    vault.setValidity(now.minus(day), now.plus(day));
    vault.renew("web");
    run(vault, new FakePolicyReader(), web);
    vault.setValidity(now.minus(day.multipliedBy(2)), now.minus(day));
    vault.renew("web");
    messages.add(reason(vault, new FakePolicyReader(), web));
  }

  private void renewals() {
    FakeVault vault = new FakeVault();
    vault.setDnsNames("a.example.com");
    vault.setKeys("RSA", 2048);
    ObservedCertificate web = fake();
    vault.renewWithIssuer("web");
    run(vault, new FakePolicyReader(), web);
    vault.setDnsNames("b.example.com");
    vault.setKeys("EC", 256);
    vault.renew("web");
    run(vault, new FakePolicyReader(), web)
        .state(web)
        .metadata()
        .renewalWarnings()
        .warnings()
        .forEach(warning -> messages.add(warning.message()));
  }

  private void values(FakeVault vault) {
    vault.setSecret("web", vault.authorityPem());
    messages.add(reason(vault, new FakePolicyReader(), fake()));
    vault.renewProtected("web", "right");
    messages.add(reason(vault, new FakePolicyReader(), fake()));
    ObservedCertificate opened = Observed.openedBy("opener", fake());
    messages.add(reason(vault, new FakePolicyReader(), opened));
    vault.setSecret("opener", "wrong");
    messages.add(reason(vault, new FakePolicyReader(), opened));
  }

  private void passwords() {
    FakeVault vault = new FakeVault();
    vault.renew("web");
    ObservedCertificate web = Observed.with(Keystore.Type.JKS, fake());
    messages.add(reason(vault, new FakePolicyReader(), web));
    for (String password : List.of("\n", "two\nlines")) {
      vault.setSecret("password", password);
      messages.add(reason(vault, new FakePolicyReader(), web));
    }
    vault.setSecret("password", "p\u00e4ssword");
    messages.add(
        reason(vault, new FakePolicyReader(), Observed.with(Keystore.Type.PKCS12, fake())));
  }

  private void tls() throws Exception {
    try (EmulatedAzure other = new EmulatedAzure(Files.createDirectory(folder.resolve("other")))) {
      Path bundle = Files.writeString(folder.resolve("others.pem"), other.emulator().caPem());
      VaultReader distrustful = azure.readerTrusting(Optional.of(bundle));
      messages.add(reason(distrustful, new FakePolicyReader(), at(HOST, port(), "web")));
    }
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    azure.emulator().present("portal.contoso.com", now.minus(day), now.plus(day));
    read();
    azure.emulator().present("", now.minus(day.multipliedBy(2)), now.minus(day));
    read();
    azure.emulator().present("", now.plus(day), now.plus(day.multipliedBy(2)));
    read();
    azure.emulator().present("", now.minus(day), now.plus(day));
    raw((byte) 21, (byte) 3, (byte) 1, (byte) 0, (byte) 2, (byte) 2, (byte) 70);
    raw("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
    raw();
  }

  private void raw(byte... answer) throws Exception {
    try (RawServer server = RawServer.saying(answer)) {
      messages.add(reason(shortReader(), new FakePolicyReader(), at(HOST, server.port(), "web")));
    }
  }

  private void connections() throws Exception {
    messages.add(
        reason(shortReader(), new FakePolicyReader(), at("nowhere.vault.azure.net", 443, "web")));
    int closed;
    try (ServerSocket gone = new ServerSocket(0)) {
      closed = gone.getLocalPort();
    }
    messages.add(reason(shortReader(), new FakePolicyReader(), at(HOST, closed, "web")));
    // Whoever never accepts has the kernel drop what exceeds his queue, as a firewall does.
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      for (int i = 0; i < 2; i++) {
        queue.add(new Socket(full.getInetAddress(), full.getLocalPort()));
      }
      messages.add(
          reason(shortReader(), new FakePolicyReader(), at(HOST, full.getLocalPort(), "web")));
    } finally {
      for (Socket each : queue) {
        each.close();
      }
    }
  }

  private void proxies() throws Exception {
    for (String credentials : List.of("", "me:hunter2")) {
      try (TunnelProxy proxy = TunnelProxy.start("127.0.0.1", 0, credentials)) {
        Proxies way = Proxies.of(URI.create("http://127.0.0.1:" + proxy.port()), List.of());
        messages.add(
            reason(azure.reader(way, SHORT), new FakePolicyReader(), at(HOST, 443, "web")));
      }
    }
  }

  private void machine() throws Exception {
    FakeVault vault = new FakeVault();
    vault.renew("web");
    Path file = Files.writeString(folder.resolve("file"), "");
    messages.add(
        reason(vault, new FakePolicyReader(), Observed.certificate("contoso", "web", file)));
    messages.add(
        reason(
            vault,
            new FakePolicyReader(),
            Observed.readableBy(fake(), new Grant(Grant.Kind.USER, "nosuchuser"))));
    messages.addAll(ProvokedStoreFailures.all(Files.createDirectory(folder.resolve("unopened"))));
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    messages.add(
        String.valueOf(
            assertThrows(
                    SSLException.class,
                    () -> HttpClients.forVaults(Optional.of(empty), Proxies.none()))
                .getMessage()));
    messages.add(withoutAuthorities());
    messages.add(
        String.valueOf(
            assertThrows(
                    MalformedURLException.class,
                    () -> Proxies.ofEnvironment(Map.of("HTTPS_PROXY", "socks5://proxy:1080")))
                .getMessage()));
  }

  /** The package's runtime has none; Java's own are put out of the way here. */
  private String withoutAuthorities() {
    String property = "javax.net.ssl.trustStore";
    System.setProperty(property, "NONE");
    try {
      return String.valueOf(
          assertThrows(
                  SSLException.class, () -> HttpClients.forVaults(Optional.empty(), Proxies.none()))
              .getMessage());
    } finally {
      System.clearProperty(property);
    }
  }

  private void fault(Effect effect) throws IOException {
    azure.emulator().faults().add(Fault.onVaults("/secrets/web", effect));
    messages.add(reason(shortReader(), new FakePolicyReader(), at(HOST, port(), "web")));
    azure.emulator().faults().clear();
  }

  private void read() throws IOException {
    messages.add(reason(azure.reader(), azure.policyReader(), at(HOST, port(), "web")));
  }

  private VaultReader shortReader() throws IOException {
    return azure.reader(Proxies.none(), SHORT);
  }

  private int port() {
    return azure.emulator().vaultPort();
  }

  /** What the substatus would say of this certificate. */
  private String reason(
      VaultReader vault, CertificatePolicyReader policyReader, ObservedCertificate certificate) {
    CertificateState state = run(vault, policyReader, certificate).state(certificate);
    return state
        .failure()
        .map(Failure::reason)
        .or(() -> state.remarks().warnings().stream().map(Warning::message).findFirst())
        .orElseThrow(() -> new AssertionError("nothing failed; so far: " + messages));
  }

  private PassReport run(
      VaultReader vault, CertificatePolicyReader policyReader, ObservedCertificate certificate) {
    return new Synchronizer(
            List.of(certificate),
            new CertificateRefresher(vault, policyReader, Stores.in(folder, List.of(certificate))),
            new FakeRenewalActions(),
            PollPolicy.of(Duration.ofHours(1), 0),
            Clock.systemUTC(),
            Optional.empty(),
            true)
        .run();
  }

  private ObservedCertificate fake() {
    return Observed.certificate("contoso", "web", folder.resolve("store" + stores++));
  }

  private ObservedCertificate at(String host, int port, String name) {
    return new ObservedCertificate(
        new SecretIdentifier(new Vault(host, port), name, Optional.empty()),
        Optional.empty(),
        fake().placement());
  }

  @Override
  public void close() {
    azure.close();
  }
}
