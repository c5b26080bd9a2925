package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each layout puts where. */
final class LayoutTest {
  private static final String V1 = "1".repeat(32);
  private static final String V2 = "2".repeat(32);

  @TempDir private Path folder;

  private final FakeVault vault = new FakeVault();
  private ObservedCertificate web;

  @BeforeEach
  void prepare() {
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
  }

  @Test
  void install_split_makesTheNamesOfVersion4() throws Exception {
    ObservedCertificate split = Observed.in(Layout.SPLIT, web);
    CertificateBundle bundle = renewed();

    InstalledCertificate installed = install(split, V1, bundle).certificate();

    Path chain = path("contoso.web." + V1 + ".pem.1767225600");
    Path key = path("contoso.web." + V1 + ".keyid.1767225600");
    assertEquals(chain, installed.file());
    assertEquals(chain, Files.readSymbolicLink(path("contoso.web.pem")));
    assertEquals(key, Files.readSymbolicLink(path("contoso.web.keyid")));
    assertArrayEquals(bundle.fullChainPem(), Files.readAllBytes(chain));
    assertArrayEquals(bundle.keyPem(), Files.readAllBytes(key));
    assertEquals(
        List.of("rw-------", "rw-------", "rw-r--r--"),
        List.of(mode(chain), mode(key), mode(path("contoso.web.luma"))));
    JsonNode metadata = new ObjectMapper().readTree(Files.readString(path("contoso.web.luma")));
    assertEquals(V1, metadata.path("version").asText());
    assertEquals(bundle.sha256Fingerprint(), metadata.path("sha256Fingerprint").asText());
    assertEquals(chain.toString(), metadata.path("pem").asText());
  }

  @Test
  void install_splitRenewed_metadataIsWrittenLast() throws Exception {
    ObservedCertificate split = Observed.in(Layout.SPLIT, web);
    install(split, V1, renewed());
    // What cannot be replaced stops the installation where it stands in the order.
    Files.delete(path("contoso.web.luma"));
    Files.createDirectories(path("contoso.web.luma/in the way"));

    StoreException e = assertThrows(StoreException.class, () -> install(split, V2, renewed()));

    assertTrue(e.reason().contains("contoso.web.luma"), e.reason());
    assertTrue(Files.readSymbolicLink(path("contoso.web.pem")).toString().contains(V2));
    assertTrue(Files.readSymbolicLink(path("contoso.web.keyid")).toString().contains(V2));
  }

  @Test
  void install_certbot_oneLinkToADirectoryOfFour() throws Exception {
    ObservedCertificate certbot = Observed.named("web", Observed.in(Layout.CERTBOT, web));
    CertificateBundle bundle = renewed();

    install(certbot, V1, bundle);

    Path directory = path("contoso.web." + V1 + ".1767225600.1775001600");
    assertEquals(directory, Files.readSymbolicLink(path("web")));
    assertEquals("rwx------", mode(directory));
    assertArrayEquals(bundle.leafPem(), Files.readAllBytes(path("web/cert.pem")));
    assertArrayEquals(bundle.issuersPem(), Files.readAllBytes(path("web/chain.pem")));
    assertArrayEquals(bundle.fullChainPem(), Files.readAllBytes(path("web/fullchain.pem")));
    assertArrayEquals(bundle.keyPem(), Files.readAllBytes(path("web/privkey.pem")));
    assertEquals("rw-------", mode(path("web/privkey.pem")));
  }

  @EachCertificateLayout
  void install_twice_theSecondWritesNothing(Layout layout) throws Exception {
    ObservedCertificate certificate = Observed.with(Keystore.Type.PKCS12, Observed.in(layout, web));
    CertificateBundle bundle = renewed();
    assertTrue(install(certificate, V1, bundle).isChanged());
    DiskSnapshot before = DiskSnapshot.of(folder);

    assertFalse(install(certificate, V1, bundle).isChanged());
    Optional<CertificateStore.Installation> maintained =
        TestStore.of(folder, certificate).maintain(certificate, Optional.of(V1));

    assertFalse(maintained.orElseThrow().isChanged());
    assertEquals(before, DiskSnapshot.of(folder));
  }

  @EachCertificateLayout
  void installed_partMissing_isEmptyAndInstalledAnew(Layout layout) throws Exception {
    ObservedCertificate certificate = Observed.in(layout, web);
    CertificateBundle bundle = renewed();
    InstalledCertificate installed = install(certificate, V1, bundle).certificate();
    TestStore store = TestStore.of(folder, certificate);
    assertEquals(Optional.of(installed), store.installed(certificate));

    Path key =
        switch (layout) {
          case COMBINED -> installed.file();
          case SPLIT -> Files.readSymbolicLink(path("contoso.web.keyid"));
          case CERTBOT -> path("contoso.web/privkey.pem").toRealPath();
          case CA_BUNDLE, SECRET, ENV_FILE -> throw new IllegalArgumentException("one file");
        };
    Files.delete(key);
    assertEquals(Optional.empty(), store.installed(certificate));

    assertTrue(install(certificate, V1, bundle).isChanged());
    assertEquals(Optional.of(installed), store.installed(certificate));
  }

  @ParameterizedTest
  @EnumSource
  void install_keystore_opensWithItsPassword(Keystore.Type type) throws Exception {
    ObservedCertificate certificate = Observed.with(type, web);
    install(certificate, V1, renewed());
    Path link = path("contoso.web." + type.extension());

    assertEquals(
        path("contoso.web." + V1 + ".1767225600.1775001600." + type.extension()),
        Files.readSymbolicLink(link));
    assertEquals(List.of("web"), aliases(type, link, "secret"));
    assertEquals("rw-------", mode(link.toRealPath()));
  }

  @Test
  void install_otherPassword_keystoreIsWrittenAnew() throws Exception {
    ObservedCertificate certificate = Observed.with(Keystore.Type.PKCS12, web);
    CertificateBundle bundle = renewed();
    install(certificate, V1, bundle);
    TestStore store = TestStore.of(folder, certificate);

    CertificateStore.Installation again =
        store.install(certificate, V1, bundle, Optional.of("another"));

    assertTrue(again.isChanged());
    assertEquals(List.of("web"), aliases(Keystore.Type.PKCS12, path("contoso.web.p12"), "another"));
  }

  @Test
  void install_passwordUnknown_keystoreStaysAsItIs() throws Exception {
    ObservedCertificate certificate = Observed.with(Keystore.Type.PKCS12, web);
    install(certificate, V1, renewed());
    Path before = Files.readSymbolicLink(path("contoso.web.p12"));

    TestStore.of(folder, certificate).install(certificate, V2, renewed(), Optional.empty());

    assertEquals(before, Files.readSymbolicLink(path("contoso.web.p12")));
    assertTrue(Files.readSymbolicLink(path("contoso.web")).toString().contains(V2));
  }

  private CertificateStore.Installation install(
      ObservedCertificate certificate, String version, CertificateBundle bundle)
      throws StoreException {
    return TestStore.of(folder, certificate)
        .install(certificate, version, bundle, Optional.of("secret"));
  }

  private static List<String> aliases(Keystore.Type type, Path file, String password)
      throws Exception {
    KeyStore keystore = KeyStore.getInstance(type.name());
    try (InputStream in = Files.newInputStream(file)) {
      keystore.load(in, password.toCharArray());
    }
    for (String alias : Collections.list(keystore.aliases())) {
      assertTrue(keystore.getKey(alias, password.toCharArray()) != null, alias);
    }
    return Collections.list(keystore.aliases());
  }

  private CertificateBundle renewed() throws Exception {
    vault.renew("web");
    return CertificateBundle.decode(vault.pem("web"));
  }

  private Path path(String name) {
    return folder.resolve("store").resolve(name);
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
