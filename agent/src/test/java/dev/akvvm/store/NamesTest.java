package dev.akvvm.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which names come and go as the settings change. */
final class NamesTest {
  private static final String VERSION = "1".repeat(32);

  @TempDir private Path folder;

  private CertificateBundle bundle;
  private ObservedCertificate web;

  @BeforeEach
  void prepare() throws Exception {
    FakeVault vault = new FakeVault();
    vault.renew("web");
    bundle = CertificateBundle.decode(vault.pem("web"));
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
  }

  @Test
  void install_customLink_isMadeInsteadOfTheUsual() throws Exception {
    install(Observed.named("site.pem", web));
    assertEquals(List.of("site.pem"), links());
  }

  @Test
  void install_linkRenamed_theOldGoesAndTheFileStays() throws Exception {
    install(web);
    install(Observed.named("site.pem", web));
    assertEquals(List.of("site.pem"), links());
    install(Observed.named("other.pem", web));
    assertEquals(List.of("other.pem"), links());
    install(web);
    assertEquals(List.of("contoso.web"), links());
    assertTrue(Files.exists(web.link()));
  }

  @Test
  void install_linkRenamed_oneSomebodyElseMadeStays() throws Exception {
    install(web);
    Files.createSymbolicLink(path("mine"), Files.readSymbolicLink(web.link()));
    install(Observed.named("site.pem", web));
    assertEquals(List.of("mine", "site.pem"), links());
  }

  @Test
  void install_linkRenamed_whatWasPutInItsPlaceStays() throws Exception {
    install(web);
    Files.delete(web.link());
    Files.writeString(web.link(), "somebody else's");
    install(Observed.named("site.pem", web));
    assertEquals("somebody else's", Files.readString(web.link()));

    install(Observed.named("other.pem", web));
    Files.delete(path("other.pem"));
    Files.createSymbolicLink(path("other.pem"), Path.of("/etc/hostname"));
    install(Observed.named("site.pem", web));
    assertEquals(List.of("other.pem", "site.pem"), links());
  }

  @Test
  void install_certificateLeftTheSettings_itsLinkStays() throws Exception {
    ObservedCertificate api = Observed.certificate("contoso", "api", folder.resolve("store"));
    TestStore.of(folder, web, api).install(web, VERSION, bundle, Optional.empty());
    TestStore.of(folder, web, api).install(api, VERSION, bundle, Optional.empty());
    install(Observed.named("site.pem", web));
    assertEquals(List.of("contoso.api", "site.pem"), links());
  }

  @Test
  void install_sameCertificateTwice_bothLinksStay() throws Exception {
    ObservedCertificate site = Observed.named("site.pem", web);
    TestStore store = TestStore.of(folder, web, site);
    store.install(web, VERSION, bundle, Optional.empty());
    store.install(site, VERSION, bundle, Optional.empty());
    store.install(web, VERSION, bundle, Optional.empty());
    assertEquals(List.of("contoso.web", "site.pem"), links());
  }

  @Test
  void install_otherLayout_namesOfTheOldGo() throws Exception {
    install(Observed.with(Keystore.Type.JKS, Observed.in(Layout.SPLIT, web)));
    assertEquals(List.of("contoso.web.jks", "contoso.web.keyid", "contoso.web.pem"), links());

    install(Observed.in(Layout.CERTBOT, web));
    assertEquals(List.of("contoso.web"), links());
    assertFalse(Files.exists(path("contoso.web.luma"), NOFOLLOW_LINKS));
    assertTrue(Files.exists(path("contoso.web/fullchain.pem")));

    install(web);
    assertTrue(Files.isRegularFile(web.link()));
  }

  @Test
  void install_ledgerLost_nothingIsRemoved() throws Exception {
    install(web);
    Files.writeString(folder.resolve("links.properties"), "\\u00zz");
    install(Observed.named("site.pem", web));
    assertEquals(List.of("contoso.web", "site.pem"), links());
  }

  @Test
  void install_ledgerCannotBeWritten_theCertificateIsInstalledAllTheSame() throws Exception {
    Files.createDirectories(folder.resolve("links.properties/in the way"));
    install(web);
    install(Observed.named("site.pem", web));
    assertEquals(List.of("contoso.web", "site.pem"), links());
  }

  private void install(ObservedCertificate certificate) throws StoreException {
    TestStore.of(folder, certificate).install(certificate, VERSION, bundle, Optional.of("secret"));
  }

  private List<String> links() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("store"))) {
      return files
          .filter(Files::isSymbolicLink)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private Path path(String name) {
    return folder.resolve("store").resolve(name);
  }
}
