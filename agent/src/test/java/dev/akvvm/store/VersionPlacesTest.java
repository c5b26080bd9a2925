package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement.Versions;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions beside the links and hidden from who reads whole folders, and the way between. */
final class VersionPlacesTest {
  @TempDir private Path folder;

  private final FakeVault vault = new FakeVault();
  private final List<String> news = new ArrayList<>();
  private ObservedCertificate web;

  @BeforeEach
  void prepare() {
    web = Observed.with(Keystore.Type.PKCS12, Observed.certificate("contoso", "web", store()));
  }

  @EachCertificateLayout
  void install_hidden_onlyLinksAreBesideThem(Layout layout) throws Exception {
    ObservedCertificate hidden = hidden(layout);
    install(hidden, 1);
    install(hidden, 2);

    assertEquals(List.of(), visibleVersions());
    assertEquals(List.of("1", "2"), versionsIn(store().resolve(".versions")));
    assertEquals("rwx------", mode(store().resolve(".versions")));
    for (Path link : links()) {
      assertTrue(Files.readSymbolicLink(link).startsWith(store().resolve(".versions")));
      assertTrue(Files.exists(link), link.toString());
    }
    assertEquals(
        Optional.of(version(2)), of(hidden).installed(hidden).map(InstalledCertificate::version));
  }

  private static String version(int number) {
    return Integer.toString(number).repeat(32);
  }

  @EachCertificateLayout
  void install_hiddenTwice_theSecondWritesNothing(Layout layout) throws Exception {
    ObservedCertificate hidden = hidden(layout);
    install(hidden, 1);
    DiskSnapshot before = DiskSnapshot.of(folder);
    assertFalse(put(hidden, 1).isChanged());
    assertTrue(of(hidden).maintain(hidden, Optional.of(version(1))).isPresent());
    assertEquals(before, DiskSnapshot.of(folder));
  }

  @EachCertificateLayout
  void install_settingChanges_allVersionsFollow(Layout layout) throws Exception {
    ObservedCertificate visible = Observed.in(layout, web);
    ObservedCertificate hidden = hidden(layout);
    for (int i = 1; i <= 3; i++) {
      install(visible, i);
    }
    news.clear();

    assertEquals(Optional.empty(), of(hidden).maintain(hidden, Optional.of(version(3))));
    assertTrue(put(hidden, 3).isChanged());
    assertEquals(List.of(version(3) + " -> " + version(3)), news);
    assertEquals(List.of(), visibleVersions());
    assertEquals(List.of("1", "2", "3"), versionsIn(store().resolve(".versions")));
    for (Path link : links()) {
      assertTrue(Files.exists(link), link.toString());
    }

    assertTrue(put(visible, 3).isChanged());
    assertEquals(List.of("1", "2", "3"), visibleVersions());
    assertFalse(Files.exists(store().resolve(".versions")));
    for (Path link : links()) {
      assertTrue(Files.exists(link), link.toString());
    }
  }

  @Test
  void install_settingChanges_whatLinksLeadToStays() throws Exception {
    ObservedCertificate visible = Observed.in(Layout.CERTBOT, web);
    install(visible, 1);
    install(visible, 2);
    Path old = folderOf(1).getFileName();
    Files.createSymbolicLink(store().resolve("mine"), old.resolve("privkey.pem"));
    Files.createSymbolicLink(store().resolve("current"), Path.of("./" + folderOf(2).getFileName()));

    install(hidden(Layout.CERTBOT), 2);

    assertEquals(List.of("1", "2"), visibleVersions().stream().distinct().toList());
    assertTrue(Files.exists(store().resolve("mine")));
    assertTrue(Files.exists(store().resolve("current/privkey.pem")));
  }

  @Test
  void maintain_crashedBeforeTheOldNamesWent_theyGo() throws Exception {
    ObservedCertificate visible = Observed.certificate("contoso", "web", store());
    ObservedCertificate hidden = Observed.keeping(Versions.HIDDEN, visible);
    install(visible, 1);
    install(hidden, 1);
    Path current = Files.readSymbolicLink(hidden.link());
    Files.copy(current, store().resolve(current.getFileName()));
    Files.writeString(store().resolve(current.getFileName().toString().replace('1', '2')), "old");

    assertTrue(of(hidden).maintain(hidden, Optional.of(version(1))).isPresent());

    assertEquals(List.of(), visibleVersions());
    assertTrue(Files.exists(hidden.link()));
  }

  @Test
  void maintain_vaultOutOfReach_everythingWaits() throws Exception {
    install(web, 1);
    install(web, 2);
    ObservedCertificate hidden = hidden(Layout.COMBINED);
    DiskSnapshot before = DiskSnapshot.of(store());

    assertTrue(of(hidden).maintain(hidden, Optional.empty()).isPresent());

    assertEquals(before, DiskSnapshot.of(store()));
  }

  @Test
  void install_retained_countsInBothPlaces() throws Exception {
    ObservedCertificate visible = Observed.certificate("contoso", "web", store());
    for (int i = 1; i <= 3; i++) {
      install(visible, i);
    }
    Files.createSymbolicLink(store().resolve("mine"), Files.readSymbolicLink(visible.link()));
    ObservedCertificate limited = Observed.retaining(1, Observed.keeping(Versions.HIDDEN, visible));

    install(limited, 4);

    assertEquals(List.of("3"), visibleVersions());
    assertEquals(List.of("4"), versionsIn(store().resolve(".versions")));
  }

  @Test
  void install_othersInTheHiddenFolder_stay() throws Exception {
    ObservedCertificate api =
        Observed.keeping(Versions.HIDDEN, Observed.certificate("contoso", "api", store()));
    install(api, 1);
    install(hidden(Layout.COMBINED), 1);
    install(web, 1);
    assertTrue(Files.exists(api.link()));
    assertEquals(1, versionsIn(store().resolve(".versions")).size());
  }

  @Test
  void install_fileInPlaceOfTheFolder_onlyInTheWayOfHidden() throws Exception {
    Files.createDirectories(store());
    Files.writeString(store().resolve(".versions"), "a file");
    install(web, 1);
    assertEquals("a file", Files.readString(store().resolve(".versions")));
    install(hidden(Layout.COMBINED), 1);
    assertTrue(Files.exists(web.link()));
  }

  @Test
  void install_hiddenAndLinkRenamed_theOldGoes() throws Exception {
    install(hidden(Layout.SPLIT), 1);
    install(Observed.named("site", hidden(Layout.CERTBOT)), 1);
    assertEquals(List.of(store().resolve("site"), store().resolve("site.p12")), links());
  }

  private ObservedCertificate hidden(Layout layout) {
    return Observed.keeping(Versions.HIDDEN, Observed.in(layout, web));
  }

  private void install(ObservedCertificate certificate, int number) throws Exception {
    vault.renew(certificate.secret().name());
    put(certificate, number);
    // The time of writing decides among versions that begin at the same moment.
    try (Stream<Path> files = Files.walk(store())) {
      for (Path file : files.filter(path -> path.toString().contains(version(number))).toList()) {
        if (!Files.isSymbolicLink(file)) {
          Files.setLastModifiedTime(file, FileTime.fromMillis(1000L * number));
        }
      }
    }
  }

  private CertificateStore.Installation put(ObservedCertificate certificate, int number)
      throws Exception {
    return of(certificate)
        .install(
            certificate,
            version(number),
            CertificateBundle.decode(vault.pem(certificate.secret().name())),
            Optional.of("secret"));
  }

  /** Each time anew, as after a start with other settings. */
  private TestStore of(ObservedCertificate certificate) {
    return new TestStore(
        Stores.in(
            folder,
            List.of(certificate),
            (_, from, to) -> news.add(from.orElse("none") + " -> " + to)));
  }

  private Path store() {
    return folder.resolve("store");
  }

  private Path folderOf(int number) throws Exception {
    try (Stream<Path> files = Files.list(store())) {
      return files
          .filter(file -> file.toString().contains(version(number)) && Files.isDirectory(file))
          .findFirst()
          .orElseThrow();
    }
  }

  private List<Path> links() throws Exception {
    try (Stream<Path> files = Files.list(store())) {
      return files.filter(Files::isSymbolicLink).sorted().toList();
    }
  }

  private List<String> visibleVersions() throws Exception {
    return versionsIn(store());
  }

  /** The first digit of each, without those that links lead to elsewhere. */
  private static List<String> versionsIn(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !Files.isSymbolicLink(file))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("contoso\\.\\w+\\.[0-9a-f]{32}\\..*"))
          .map(name -> name.replaceFirst("contoso\\.\\w+\\.(.).*", "$1"))
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
