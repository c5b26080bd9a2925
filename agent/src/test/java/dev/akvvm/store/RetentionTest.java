package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
  @TempDir private Path folder;

  private final FakeVault vault = new FakeVault();
  private ObservedCertificate web;

  @BeforeEach
  void prepare() {
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
  }

  @Test
  void install_noLimit_everyVersionStays() throws Exception {
    installVersions(web, 5);
    assertEquals(List.of("1", "2", "3", "4", "5"), versions());
  }

  @EachCertificateLayout
  void install_limit_newestStayInAnyLayout(Layout layout) throws Exception {
    installVersions(Observed.retaining(2, Observed.in(layout, web)), 5);
    assertEquals(List.of("3", "4", "5"), versions());
  }

  @Test
  void install_retainNone_onlyTheCurrentStays() throws Exception {
    installVersions(Observed.retaining(0, web), 3);
    assertEquals(List.of("3"), versions());
  }

  @Test
  void install_linkToAnOldVersion_itStays() throws Exception {
    installVersions(web, 3);
    Files.createSymbolicLink(folder.resolve("store/mine"), file("1"));
    Files.createSymbolicLink(folder.resolve("store/relative"), file("2").getFileName());
    install(Observed.retaining(0, web), "4");
    assertEquals(List.of("1", "2", "4"), versions());
  }

  @Test
  void maintain_limitIsNew_oldVersionsGo() throws Exception {
    installVersions(web, 4);
    ObservedCertificate limited = Observed.retaining(1, web);
    TestStore.of(folder, limited).maintain(limited, Optional.empty());
    assertEquals(List.of("3", "4"), versions());
  }

  @Test
  void install_filesThatAreNoVersions_stay() throws Exception {
    installVersions(web, 1);
    ObservedCertificate api = Observed.certificate("contoso", "api", folder.resolve("store"));
    install(api, "1");
    List<String> foreign =
        List.of(
            "contoso.web.backup.PEM", "contoso.webshop." + "1".repeat(32) + ".1.2.PEM", "notes");
    for (String name : foreign) {
      Files.writeString(folder.resolve("store").resolve(name), "kept");
    }
    install(Observed.retaining(0, web), "2");
    for (String name : foreign) {
      assertEquals("kept", Files.readString(folder.resolve("store").resolve(name)));
    }
    assertEquals(true, Files.exists(api.link()));
  }

  @Test
  void install_otherFilesInAVersionsDirectory_onlyTheKeysGo() throws Exception {
    ObservedCertificate certbot = Observed.in(Layout.CERTBOT, web);
    installVersions(certbot, 1);
    Path directory = Files.readSymbolicLink(web.link());
    Files.writeString(directory.resolve("README"), "kept");
    install(Observed.retaining(0, certbot), "2");
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("README")), left.toList());
    }
  }

  private void installVersions(ObservedCertificate certificate, int count) throws Exception {
    for (int i = 1; i <= count; i++) {
      install(certificate, Integer.toString(i));
    }
  }

  /** Validity begins at the same moment for all of them: the time of writing decides. */
  private void install(ObservedCertificate certificate, String digit) throws Exception {
    vault.renew("web");
    CertificateBundle bundle = CertificateBundle.decode(vault.pem("web"));
    TestStore.of(folder, certificate)
        .install(certificate, digit.repeat(32), bundle, Optional.empty());
    try (Stream<Path> files = Files.list(folder.resolve("store"))) {
      for (Path file : files.filter(path -> path.toString().contains(digit.repeat(32))).toList()) {
        if (!Files.isSymbolicLink(file)) {
          Files.setLastModifiedTime(file, FileTime.fromMillis(1000L * Integer.parseInt(digit)));
        }
      }
    }
  }

  private Path file(String digit) {
    return folder.resolve("store/contoso.web." + digit.repeat(32) + ".1767225600.1775001600.PEM");
  }

  private List<String> versions() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("store"))) {
      return files
          .filter(file -> !Files.isSymbolicLink(file))
          .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("contoso\\.web\\.[0-9a-f]{32}\\..*"))
          .map(name -> name.substring("contoso.web.".length(), "contoso.web.".length() + 1))
          .distinct()
          .sorted()
          .toList();
    }
  }
}
