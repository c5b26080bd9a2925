package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement.ChainExtent;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on disk is as complete as the vault has it and the settings want it, or is rewritten. */
final class CompleteChainTest {
  private static final String VERSION = "0123456789abcdef0123456789abcdef";
  private static final Optional<String> PASSWORD = Optional.of("secret");

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();
  private CertificateBundle bundle;
  private ObservedCertificate web;

  @BeforeEach
  void prepare() throws Exception {
    FakeVault vault = new FakeVault();
    vault.renewWithIssuer("web");
    bundle = CertificateBundle.decode(vault.pem("web"));
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
  }

  /** Field case 34: versions of the extension before 2 wrote no issuers, or had the key first. */
  @ParameterizedTest
  @ValueSource(
      strings = {"leaf key", "key leaf root", "key root leaf", "root leaf key", "leaf root"})
  void install_fileOfTheOldExtension_isReplacedAndServicesAreTold(String order) throws Exception {
    Path file = plant(order);

    install(web);

    assertEquals(text(bundle.toPem()), Files.readString(file));
    assertEquals(List.of("contoso.web"), told);
  }

  @Test
  void install_completeFileOfTheOldExtension_isKept() throws Exception {
    plant("leaf root key");
    DiskSnapshot before = DiskSnapshot.of(web.placement().store());

    install(web);

    assertEquals(before, DiskSnapshot.of(web.placement().store()));
    assertEquals(List.of(), told);
  }

  private Path plant(String order) throws Exception {
    Path store = Files.createDirectory(web.placement().store());
    Path file =
        store.resolve(
            "contoso.web.%s.%d.%d.PEM"
                .formatted(
                    VERSION,
                    bundle.notBefore().getEpochSecond(),
                    bundle.notAfter().getEpochSecond()));
    StringBuilder content = new StringBuilder();
    for (String part : order.split(" ", -1)) {
      content.append(
          switch (part) {
            case "leaf" -> text(bundle.leafPem());
            case "root" -> text(bundle.issuersPem());
            default -> text(bundle.keyPem());
          });
    }
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(web.link(), file);
    return file;
  }

  @EachCertificateLayout
  void install_anotherChain_rewritesTheSameVersionOnce(Layout layout) throws Exception {
    ObservedCertificate full = Observed.in(layout, web);
    ObservedCertificate below = Observed.with(ChainExtent.WITHOUT_ROOT, full);
    install(full);
    assertEquals(bundle.fullChainPem().length, chainOf(full).length());
    told.clear();

    assertTrue(maintained(below).isEmpty());
    assertTrue(install(below).isChanged());

    assertEquals(text(bundle.leafPem()), chainOf(below));
    assertEquals(List.of("contoso.web"), told);
    DiskSnapshot before = DiskSnapshot.of(folder);
    assertFalse(maintained(below).orElseThrow().isChanged());
    assertFalse(install(below).isChanged());
    assertEquals(before, DiskSnapshot.of(folder));
    assertTrue(maintained(full).isEmpty());
    assertTrue(install(full).isChanged());
    assertEquals(text(bundle.fullChainPem()), chainOf(full));
  }

  private String chainOf(ObservedCertificate certificate) throws Exception {
    Path link = certificate.link();
    String text =
        Files.readString(
            switch (certificate.placement().layout()) {
              case COMBINED -> link;
              case SPLIT -> Path.of(link + ".pem");
              case CERTBOT -> link.resolve("fullchain.pem");
              case CA_BUNDLE, SECRET, ENV_FILE -> throw new IllegalArgumentException("one file");
            });
    int key = text.indexOf("-----BEGIN PRIVATE");
    return key < 0 ? text : text.substring(0, key);
  }

  @ParameterizedTest
  @EnumSource
  void install_withoutRoot_keystoresNeither(Keystore.Type type) throws Exception {
    ObservedCertificate below = Observed.with(ChainExtent.WITHOUT_ROOT, Observed.with(type, web));

    install(below);

    KeyStore keystore = KeyStore.getInstance(type.name());
    try (InputStream in = Files.newInputStream(Path.of(web.link() + "." + type.extension()))) {
      keystore.load(in, PASSWORD.orElseThrow().toCharArray());
    }
    assertEquals(1, keystore.getCertificateChain("web").length);
  }

  @Test
  void install_keystoreWithoutPassword_needsNone() throws Exception {
    ObservedCertificate open = Observed.withOpenKeystore(web);
    store(open).install(open, VERSION, bundle, Optional.empty());

    KeyStore keystore = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(web.link() + ".p12"))) {
      keystore.load(in, null);
    }
    assertEquals(2, keystore.getCertificateChain("web").length);
    DiskSnapshot before = DiskSnapshot.of(folder);
    store(open).install(open, VERSION, bundle, Optional.empty());
    assertEquals(before, DiskSnapshot.of(folder));
  }

  private CertificateStore.Installation install(ObservedCertificate certificate) throws Exception {
    return store(certificate).install(certificate, VERSION, bundle, PASSWORD);
  }

  private Optional<CertificateStore.Installation> maintained(ObservedCertificate certificate)
      throws Exception {
    return store(certificate).maintain(certificate, Optional.of(VERSION));
  }

  /** As the next process has it. */
  private TestStore store(ObservedCertificate certificate) {
    return new TestStore(
        Stores.in(folder, List.of(certificate), (changed, _, _) -> told.add(changed.fileName())));
  }

  private static String text(byte[] pem) {
    return new String(pem, US_ASCII);
  }
}
