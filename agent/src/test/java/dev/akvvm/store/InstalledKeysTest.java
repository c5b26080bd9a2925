package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement.Versions;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted as this extension's in a store, and removed for an image. */
final class InstalledKeysTest {
  private final Path folder;
  private final Path store;
  private final FakeVault vault = new FakeVault();

  InstalledKeysTest(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    store = folder.resolve("store");
  }

  @EachCertificateLayout
  void remove_anyLayout_nothingIsLeftOfAnyVersion(Layout layout) throws Exception {
    ObservedCertificate web = Observed.in(layout, certificate("web"));
    install(web, "1");
    install(web, "2");

    InstalledKeys keys = keys(web);
    InstalledKeys.Count found = keys.count(store);
    assertTrue(found.files() >= 2 && found.links() >= 1, found.toString());
    assertEquals(found, keys.remove(store));

    assertEquals(List.of(), names());
    assertTrue(keys.count(store).isNone());
    assertTrue(keys.remove(store).isNone());
  }

  @Test
  void remove_keystoresAndAnotherLinkName_goToo() throws Exception {
    ObservedCertificate web =
        Observed.named("site", Observed.with(Keystore.Type.JKS, certificate("web")));
    install(web, "1");

    assertEquals(new InstalledKeys.Count(2, 2), keys(web).remove(store));

    assertEquals(List.of(), names());
  }

  @Test
  void remove_whatIsNotOurs_stays() throws Exception {
    ObservedCertificate web = certificate("web");
    install(web, "1");
    List<String> others =
        List.of(
            "README",
            "contoso.web.backup.PEM",
            "contoso.webshop." + "1".repeat(32) + ".1.2.PEM",
            ".contoso.api.tmp");
    for (String name : others) {
      Files.writeString(store.resolve(name), "kept");
    }
    Files.createSymbolicLink(store.resolve("mine"), store.resolve("README"));
    // Somebody has put links in the places of a version and of a name of ours.
    Path version = Path.of("contoso.web." + "2".repeat(32) + ".1.2.PEM");
    Files.createSymbolicLink(store.resolve(version), Path.of("README"));
    ObservedCertificate api = certificate("api");
    Files.createSymbolicLink(api.link(), Path.of("README"));

    keys(web, api).remove(store);

    assertEquals(
        Stream.concat(others.stream(), Stream.of("mine", version.toString(), "contoso.api"))
            .sorted()
            .toList(),
        names());
  }

  @Test
  void remove_filesBesideThoseOfAVersionsDirectory_stay() throws Exception {
    ObservedCertificate web = Observed.in(Layout.CERTBOT, certificate("web"));
    install(web, "1");
    Path directory = Files.readSymbolicLink(web.link());
    Files.writeString(directory.resolve("README"), "kept");

    assertEquals(new InstalledKeys.Count(4, 1), keys(web).remove(store));

    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("README")), left.toList());
    }
  }

  @Test
  void remove_hiddenVersions_goWithTheirFolder() throws Exception {
    ObservedCertificate web = Observed.keeping(Versions.HIDDEN, certificate("web"));
    ObservedCertificate api =
        Observed.keeping(Versions.HIDDEN, Observed.in(Layout.CERTBOT, certificate("api")));
    install(web, "1");
    install(api, "2");

    assertEquals(new InstalledKeys.Count(5, 2), keys().count(store));
    assertEquals(new InstalledKeys.Count(5, 2), keys().remove(store));

    assertEquals(List.of(), names());
  }

  /** A crash in the middle of writing leaves a key under a name of its own. */
  @Test
  void remove_fileThatWasBeingWritten_goesToo() throws Exception {
    ObservedCertificate web = certificate("web");
    install(web, "1");
    Files.writeString(
        store.resolve(".contoso.web." + "2".repeat(32) + ".1.2.PEM.tmp"), "half a key");

    assertEquals(new InstalledKeys.Count(2, 1), keys(web).remove(store));

    assertEquals(List.of(), names());
  }

  @Test
  void remove_fileOfADirectoryThatWasBeingWritten_goesToo() throws Exception {
    ObservedCertificate web = Observed.in(Layout.CERTBOT, certificate("web"));
    install(web, "1");
    Files.writeString(Files.readSymbolicLink(web.link()).resolve(".privkey.pem.tmp"), "half a key");

    assertEquals(new InstalledKeys.Count(5, 1), keys(web).remove(store));

    assertEquals(List.of(), names());
  }

  @EachCertificateLayout
  void stores_settingsAreGone_recordOfLinksKnowsThem(Layout layout) throws Exception {
    install(Observed.in(layout, certificate("web")), "1");

    InstalledKeys keys = keys();

    assertEquals(Set.of(store), keys.stores());
    keys.remove(store);
    assertEquals(List.of(), names());
  }

  @Test
  void stores_recordOfLinksIsGoneToo_ledgerKnowsThem() throws Exception {
    install(certificate("web"), "1");
    Files.delete(folder.resolve("links.properties"));

    InstalledKeys keys = keys();

    assertEquals(Set.of(store), keys.stores());
    assertEquals(new InstalledKeys.Count(1, 1), keys.remove(store));
  }

  @Test
  void stores_recordsThatAreNone_areIgnored() throws Exception {
    Files.writeString(
        folder.resolve("links.properties"),
        "relative=contoso.web\n/=contoso.web\n/srv/x=../../etc\n/srv/y=\n");
    Files.writeString(
        folder.resolve("installed.json"),
        "{\"certificates\": {\"/srv/z\": {\"notAfter\": \"2030-01-01T00:00:00Z\","
            + " \"files\": {\"../passwd\": \"00\"}}}}");

    assertEquals(Set.of(), keys().stores());
  }

  @Test
  void remove_storeIsGone_none() throws Exception {
    assertTrue(keys(certificate("web")).remove(store).isNone());
    Files.writeString(store, "a file");
    assertTrue(keys(certificate("web")).remove(store).isNone());
  }

  @Test
  void remove_storeAnyoneCanRedirect_isRefused() throws Exception {
    ObservedCertificate web = certificate("web");
    install(web, "1");
    List<String> before = names();
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));

    StoreException e = assertThrows(StoreException.class, () -> keys(web).remove(store));

    assertTrue(e.reason().contains("is not safe"), e.reason());
    assertEquals(before, names());
  }

  private ObservedCertificate certificate(String name) {
    return Observed.certificate("contoso", name, store);
  }

  private InstalledKeys keys(ObservedCertificate... observed) {
    return new InstalledKeys(
        List.of(observed),
        new CertificateStore.Records(
            folder.resolve("links.properties"),
            folder.resolve("installed.json"),
            folder.resolve("digest.key")));
  }

  private void install(ObservedCertificate certificate, String digit) throws Exception {
    vault.renew(certificate.secret().name());
    CertificateBundle bundle = CertificateBundle.decode(vault.pem(certificate.secret().name()));
    TestStore.of(folder, certificate)
        .install(certificate, digit.repeat(32), bundle, Optional.of("changeit"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
