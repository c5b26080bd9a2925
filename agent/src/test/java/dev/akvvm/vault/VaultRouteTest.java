package dev.akvvm.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.CertificateVersion;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.EmulatorConfig;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.testing.RawServer;
import dev.akvvm.testing.TunnelProxy;
import dev.akvvm.transport.Proxies;
import dev.akvvm.transport.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a vault, and in how many ways it can be barred. */
final class VaultRouteTest {
  private static final Timeouts SHORT =
      new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(3));
  private static final String HOST = "contoso.vault.azure.net";

  @TempDir private Path folder;

  private EmulatedAzure azure;
  private CertificateVersion web;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    web = create(azure, "contoso");
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void read_unknownAuthority_namesTheIssuerAndTheBundle() throws Exception {
    Path others = otherAuthority();
    assertEquals(
        "TLS failed: its certificate was issued by \"CN=Azure emulator test CA\", which this"
            + " machine does not trust; an intercepting proxy? Add its CA to the operating system's"
            + " ("
            + others
            + ")",
        reason(azure.readerTrusting(Optional.of(others))));
  }

  @Test
  void read_authorityIsAddedToTheBundle_isTrustedFromTheNextRequestOn() throws Exception {
    Path bundle = otherAuthority();
    VaultReader reader = azure.readerTrusting(Optional.of(bundle));
    assertTrue(reason(reader).startsWith("TLS failed"));

    Files.writeString(bundle, Files.readString(bundle) + "\n" + azure.emulator().caPem());

    assertEquals(web.version(), read(reader, HOST, azure.emulator().vaultPort()).version());
  }

  @Test
  void read_bundleIsBrokenForAWhile_whatWasTrustedGoesOn() throws Exception {
    Path bundle = Files.writeString(folder.resolve("bundle.pem"), azure.emulator().caPem());
    VaultReader reader = azure.readerTrusting(Optional.of(bundle));
    Files.writeString(bundle, "");
    assertEquals(web.version(), read(reader, HOST, azure.emulator().vaultPort()).version());
    Files.copy(otherAuthority(), bundle, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertTrue(reason(reader).startsWith("TLS failed"));
  }

  @Test
  void read_certificateExpired_saysSince() throws Exception {
    Instant expired = Instant.parse("2026-01-02T03:04:05Z");
    azure.emulator().present("", expired.minus(Duration.ofDays(1)), expired);
    assertEquals(
        "TLS failed: its certificate expired at 2026-01-02T03:04:05Z; it must be renewed there, or"
            + " this machine's clock is wrong",
        reason(azure.reader()));
  }

  @Test
  void read_certificateNotYetValid_asksForTheClock() throws Exception {
    Instant start = Instant.parse("2126-01-02T03:04:05Z");
    azure.emulator().present("", start, start.plus(Duration.ofDays(1)));
    assertEquals(
        "TLS failed: its certificate is not valid before 2126-01-02T03:04:05Z; is this machine's"
            + " clock right?",
        reason(azure.reader()));
  }

  @Test
  void read_certificateForAnotherName_saysForWhich() throws Exception {
    Instant now = Instant.now();
    azure
        .emulator()
        .present("portal.contoso.com", now.minusSeconds(9), now.plus(Duration.ofDays(1)));
    assertEquals(
        "TLS failed: its certificate is for portal.contoso.com, not for this name; does DNS point"
            + " to another machine?",
        reason(azure.reader()));
  }

  @Test
  void read_serverHasOldProtocolsOnly_saysSo() throws Exception {
    // An alert: fatal, protocol_version.
    try (RawServer old =
        RawServer.saying((byte) 21, (byte) 3, (byte) 1, (byte) 0, (byte) 2, (byte) 2, (byte) 70)) {
      assertEquals(
          "TLS failed: " + HOST + ":" + old.port() + " offers neither TLS 1.2 nor TLS 1.3",
          reason(shortReader(), HOST, old.port()));
    }
  }

  @Test
  void read_serverSpeaksNoTls_saysSo() throws Exception {
    byte[] plain =
        "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try (RawServer web = RawServer.saying(plain)) {
      assertEquals(
          "TLS failed: what answers at " + HOST + ":" + web.port() + " does not speak TLS",
          reason(shortReader(), HOST, web.port()));
    }
  }

  @Test
  @Tag("slow")
  void read_serverStaysSilent_handshakeIsCut() throws Exception {
    try (RawServer silent = RawServer.saying()) {
      assertEquals(
          "TLS failed: no handshake in time; a firewall on the way?",
          reason(shortReader(), HOST, silent.port()));
    }
  }

  @Test
  void read_unresolvedHost_namesItAndThePrivateZone() throws Exception {
    String reason = reason(azure.reader(), "nowhere.vault.azure.net", 443);
    assertTrue(
        reason.startsWith(
            "the host name nowhere.vault.azure.net does not resolve; correct it, or this machine's"
                + " DNS (a private endpoint needs its private DNS zone linked to this network)"),
        reason);
  }

  @Test
  void read_nothingListens_namesAddressAndPort() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertEquals(
        "connection failed: Connection refused: " + HOST + "/127.0.0.1:" + port,
        reason(azure.reader(), HOST, port));
  }

  @Test
  @Tag("slow")
  void read_vaultHangs_isCutAfterTheTimeForTheFirstByte() throws Exception {
    fault(new Effect.Hang(Optional.empty()));
    assertEquals("no answer within 1 s", reason(shortReader()));
  }

  @Test
  @Tag("slow")
  void read_vaultDrips_isCutAsAWhole() throws Exception {
    fault(new Effect.Drip(Duration.ofMillis(200)));
    Instant start = Instant.now();
    assertEquals("the answer was not complete within 3 s", reason(shortReader()));
    Duration taken = Duration.between(start, Instant.now());
    assertTrue(taken.compareTo(Duration.ofSeconds(8)) < 0, taken.toString());
  }

  @Test
  void read_connectionIsCut_saysSo() throws Exception {
    for (Effect effect : List.of(new Effect.Drop(), new Effect.Truncate())) {
      fault(effect);
      assertEquals(
          "the connection was closed before the answer was complete", reason(azure.reader()));
    }
  }

  @Test
  void read_throughProxy_thatResolvesTheNameAndMetadataIsAskedDirectly() throws Exception {
    CertificateVersion created = create(azure, "tailspin");
    try (TunnelProxy proxy = proxy("127.0.0.1", azure.emulator().vaultPort(), "")) {
      VaultReader reader =
          azure.reader(Proxies.of(url("127.0.0.1", proxy), List.of()), Timeouts.USUAL);
      assertEquals(created.version(), read(reader, "tailspin.vault.azure.net", 443).version());
      assertEquals(
          List.of("tailspin.vault.azure.net:443"), proxy.tunnels().stream().distinct().toList());
    }
  }

  @Test
  void read_bypassedHost_goesPastTheProxy() throws Exception {
    try (TunnelProxy proxy = proxy("127.0.0.1", 0, "")) {
      VaultReader reader =
          azure.reader(
              Proxies.of(url("127.0.0.1", proxy), List.of(".vault.azure.net")), Timeouts.USUAL);
      assertEquals(web.version(), read(reader, HOST, azure.emulator().vaultPort()).version());
    }
  }

  @Test
  void read_proxyWithCredentials_areUsed() throws Exception {
    try (TunnelProxy proxy = proxy("127.0.0.1", azure.emulator().vaultPort(), "me:hunter2")) {
      URI url = URI.create("http://me:hunter2@127.0.0.1:" + proxy.port());
      VaultReader reader = azure.reader(Proxies.of(url, List.of()), Timeouts.USUAL);
      assertEquals(web.version(), read(reader, HOST, 443).version());
    }
  }

  @Test
  void read_proxyWantsCredentials_saysWhereToPutThem() throws Exception {
    try (TunnelProxy proxy = proxy("127.0.0.1", azure.emulator().vaultPort(), "me:hunter2")) {
      assertEquals(
          "the proxy requires a user name and password; put them into the URL of proxySettings, in"
              + " protectedSettings (by the proxy http://127.0.0.1:"
              + proxy.port()
              + ")",
          reason(azure.reader(Proxies.of(url("127.0.0.1", proxy), List.of()), SHORT), HOST, 443));
    }
  }

  @Test
  void read_proxyRefuses_saysWhichAndWhere() throws Exception {
    try (TunnelProxy proxy = proxy("127.0.0.1", 0, "")) {
      String reason =
          reason(azure.reader(Proxies.of(url("127.0.0.1", proxy), List.of()), SHORT), HOST, 443);
      assertTrue(
          reason.startsWith("the proxy opens no tunnel to " + HOST + ":443; allow it there (")
              && reason.endsWith("(by the proxy http://127.0.0.1:" + proxy.port() + ")"),
          reason);
    }
  }

  @Test
  void read_proxyIsAway_saysThatItIsTheProxy() throws Exception {
    TunnelProxy proxy = proxy("127.0.0.1", 0, "");
    proxy.close();
    assertEquals(
        "connection failed: Connection refused: /127.0.0.1:"
            + proxy.port()
            + " (by the proxy http://127.0.0.1:"
            + proxy.port()
            + ")",
        reason(azure.reader(Proxies.of(url("127.0.0.1", proxy), List.of()), SHORT), HOST, 443));
  }

  @Test
  void read_proxyOfNoKnownName_saysThatItIsTheProxy() throws Exception {
    String reason =
        reason(
            azure.reader(Proxies.of(URI.create("http://noproxy:3128"), List.of()), SHORT),
            HOST,
            443);
    assertTrue(reason.startsWith("the host name noproxy does not resolve"), reason);
  }

  @Test
  void read_overIpv6_theVaultAndTheProxy() throws Exception {
    InetAddress six = InetAddress.ofLiteral("::1");
    EmulatorConfig config = EmulatorConfig.local();
    try (EmulatedAzure azure6 =
            new EmulatedAzure(
                Files.createDirectory(folder.resolve("six")),
                config.at(config.metadata(), new InetSocketAddress(six, 0)));
        TunnelProxy proxy = proxy("::1", azure.emulator().vaultPort(), "")) {
      CertificateVersion created = create(azure6, "sixfold");
      assertEquals(
          created.version(),
          read(azure6.reader(), "sixfold.vault.azure.net", azure6.emulator().vaultPort())
              .version());
      VaultReader reader = azure.reader(Proxies.of(url("[::1]", proxy), List.of()), Timeouts.USUAL);
      assertEquals(web.version(), read(reader, HOST, 443).version());
    }
  }

  @Test
  void read_behindAPrivateEndpoint_isReadAsAnyOther() throws Exception {
    EmulatorConfig config = EmulatorConfig.local();
    InetSocketAddress inside = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0);
    try (EmulatedAzure network =
        new EmulatedAzure(
            Files.createDirectory(folder.resolve("inside")),
            config.at(config.metadata(), inside))) {
      CertificateVersion created = create(network, "private");
      assertEquals(
          created.version(),
          read(network.reader(), "private.vault.azure.net", network.emulator().vaultPort())
              .version());
    }
  }

  private static CertificateVersion create(EmulatedAzure azure, String vault) {
    return azure
        .emulator()
        .vault(vault)
        .createCertificate("web", CertificateSpec.of("web").with(KeyType.P_256));
  }

  private VaultReader shortReader() throws Exception {
    return azure.reader(Proxies.none(), SHORT);
  }

  private Path otherAuthority() throws Exception {
    try (EmulatedAzure other =
        new EmulatedAzure(Files.createDirectories(folder.resolve("other")))) {
      return Files.writeString(folder.resolve("others.pem"), other.emulator().caPem());
    }
  }

  private void fault(Effect effect) {
    azure.emulator().faults().clear();
    azure.emulator().faults().add(Fault.onVaults("/secrets/web", effect));
  }

  private static TunnelProxy proxy(String address, int target, String credentials) {
    return TunnelProxy.start(address, target, credentials);
  }

  private static URI url(String host, TunnelProxy proxy) {
    return URI.create("http://" + host + ":" + proxy.port());
  }

  private String reason(VaultReader reader) {
    return reason(reader, HOST, azure.emulator().vaultPort());
  }

  /** Why this vault is unreachable, without its name in front. */
  private static String reason(VaultReader reader, String host, int port) {
    VaultException e =
        assertThrows(VaultException.Unreachable.class, () -> read(reader, host, port));
    String name = new Vault(host, port) + ": ";
    assertTrue(e.reason().startsWith(name), e.reason());
    return e.reason().substring(name.length());
  }

  private static Secret read(VaultReader reader, String host, int port) throws VaultException {
    return reader.read(
        new SecretIdentifier(new Vault(host, port), "web", Optional.empty()), Optional.empty());
  }
}
