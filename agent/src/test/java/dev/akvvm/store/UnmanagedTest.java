package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What earlier settings asked for, and these do not. */
final class UnmanagedTest {
  private static final Path RECORD = Path.of("links.properties");

  private final Path folder;
  private final Path store;
  private final FakeVault vault = new FakeVault();

  UnmanagedTest(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    store = folder.resolve("store");
  }

  @EachCertificateLayout
  void unmanaged_anyLayout_isFoundOnceWithAllThatIsKnown(Layout layout) throws Exception {
    ObservedCertificate old = Observed.named("site", Observed.in(layout, certificate("old")));
    InstalledCertificate installed = install(old, "1").certificate();
    ObservedCertificate web = certificate("web");
    install(web, "2");

    List<UnmanagedCertificate> found = unmanaged(web);

    assertEquals(1, found.size(), found.toString());
    UnmanagedCertificate only = found.getFirst();
    assertEquals("contoso/old", only.name());
    assertEquals(store, only.link().getParent());
    assertEquals("1".repeat(32), only.installed().version());
    assertEquals(installed.notAfter(), only.installed().notAfter());
    assertEquals(installed.key(), only.installed().key());
    assertTrue(only.installed().key().isPresent());
  }

  @Test
  void unmanaged_allIsInTheSettings_none() throws Exception {
    ObservedCertificate web = certificate("web");
    install(web, "1");

    assertEquals(List.of(), unmanaged(web));
  }

  @Test
  void unmanaged_certificateHasAnotherLinkNow_theOldOneIsRemovedAndNotCounted() throws Exception {
    install(certificate("web"), "1");

    assertEquals(List.of(), unmanaged(Observed.named("site", certificate("web"))));
  }

  @Test
  void unmanaged_certificateWentToAnotherStore_isLeftInTheOldOne() throws Exception {
    install(certificate("web"), "1");

    List<UnmanagedCertificate> found =
        unmanaged(Observed.certificate("contoso", "web", folder.resolve("other")));

    assertEquals(
        List.of(store.resolve("contoso.web")),
        found.stream().map(UnmanagedCertificate::link).toList());
  }

  @Test
  void unmanaged_linkOrVersionIsGone_none() throws Exception {
    install(certificate("old"), "1");
    install(certificate("older"), "2");
    Files.delete(store.resolve("contoso.old"));
    Path version = Files.readSymbolicLink(store.resolve("contoso.older"));
    Files.delete(store.resolve(version));

    assertEquals(List.of(), unmanaged(certificate("web")));
  }

  @Test
  void unmanaged_somebodyElsesLink_none() throws Exception {
    install(certificate("old"), "1");
    Files.delete(store.resolve("contoso.old"));
    Files.createSymbolicLink(store.resolve("contoso.old"), Path.of("/etc/passwd"));

    assertEquals(List.of(), unmanaged(certificate("web")));
  }

  @Test
  void unmanaged_plainSecret_hasVersionAndNoValidity() throws Exception {
    ObservedCertificate secret = Observed.in(Layout.SECRET, certificate("word"));
    CertificateStore before = Stores.in(folder, List.of(secret));
    before.install(
        secret,
        before.look(secret),
        new SingleFile("3".repeat(32), new byte[] {1}, Instant.EPOCH, InstalledCertificate.NO_END));

    List<UnmanagedCertificate> found = unmanaged(certificate("web"));

    assertEquals(1, found.size(), found.toString());
    assertEquals("contoso/word", found.getFirst().name());
    assertEquals("3".repeat(32), found.getFirst().installed().version());
    assertEquals(InstalledCertificate.NO_END, found.getFirst().installed().notAfter());
    assertEquals(Optional.empty(), found.getFirst().installed().key());
  }

  @Test
  void unmanaged_recordsThatAreNone_areIgnored() throws Exception {
    Files.writeString(
        folder.resolve(RECORD), "relative=contoso.web\n/=contoso.web\n/srv/x=../../etc\n/srv/y=\n");

    assertEquals(List.of(), unmanaged(certificate("web")));
  }

  @Test
  void look_ledgerOfAnEarlierVersion_isReadWithoutTheKey() throws Exception {
    ObservedCertificate web = certificate("web");
    install(web, "1");
    Path ledger = folder.resolve("installed.json");
    assertEquals(Optional.of("P-256"), installed(web).key());
    String old = Files.readString(ledger).replace(",\"key\":\"P-256\"", "");
    Files.writeString(ledger, old);

    InstalledCertificate installed = installed(web);

    assertEquals("1".repeat(32), installed.version());
    assertEquals(Optional.empty(), installed.key());
  }

  private InstalledCertificate installed(ObservedCertificate certificate) throws StoreException {
    return TestStore.of(folder, certificate).installed(certificate).orElseThrow();
  }

  private ObservedCertificate certificate(String name) {
    return Observed.certificate("contoso", name, store);
  }

  private List<UnmanagedCertificate> unmanaged(ObservedCertificate... observed) {
    return Stores.in(folder, List.of(observed)).unmanaged();
  }

  private CertificateStore.Installation install(ObservedCertificate certificate, String digit)
      throws Exception {
    vault.renew(certificate.secret().name());
    CertificateBundle bundle = CertificateBundle.decode(vault.pem(certificate.secret().name()));
    return TestStore.of(folder, certificate)
        .install(certificate, digit.repeat(32), bundle, Optional.empty());
  }
}
