package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.NeedsRoot;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whether others can read, tried by becoming them. Needs root, as the agent does, and a folder they
 * can reach.
 */
@NeedsRoot
final class GrantsTest {
  private static final String VERSION = "1".repeat(32);
  private static final Grant NOBODY = new Grant(Grant.Kind.USER, "nobody");
  private static final Grant STRANGER = new Grant(Grant.Kind.USER, "54321");
  private static final Grant GROUP = new Grant(Grant.Kind.GROUP, "54322");

  private Path folder;
  private CertificateBundle bundle;
  private ObservedCertificate web;

  @BeforeEach
  void prepare() throws Exception {
    folder = Files.createTempDirectory("grants");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    FakeVault vault = new FakeVault();
    vault.renew("web");
    bundle = CertificateBundle.decode(vault.pem("web"));
    web = Observed.certificate("contoso", "web", folder.resolve("waagent/store"));
    Files.createDirectory(folder.resolve("waagent"));
    closeGuestAgentFolder();
  }

  /** What waagent does whenever it starts. */
  private void closeGuestAgentFolder() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("waagent"), PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void remove() throws Exception {
    new ProcessBuilder("rm", "-r", folder.toString()).start().waitFor();
  }

  @EachCertificateLayout
  void install_granted_theyReadAndNobodyElse(Layout layout) throws Exception {
    ObservedCertificate granted =
        Observed.with(
            Keystore.Type.PKCS12, Observed.readableBy(Observed.in(layout, web), STRANGER, GROUP));

    CertificateStore.Installation installation = install(granted);

    assertEquals(List.of(), installation.warnings());
    for (Path file : readable(granted)) {
      assertTrue(canRead(file, "--reuid=54321", "--regid=1"), "user: " + file);
      assertTrue(canRead(file, "--reuid=99", "--regid=54322"), "group: " + file);
      assertFalse(canRead(file, "--reuid=99", "--regid=99"), "somebody: " + file);
    }
  }

  private static List<Path> readable(ObservedCertificate certificate) {
    Path store = certificate.placement().store();
    Path keystore = store.resolve("contoso.web.p12");
    return switch (certificate.placement().layout()) {
      case COMBINED -> List.of(keystore, certificate.link());
      case SPLIT ->
          List.of(keystore, store.resolve("contoso.web.pem"), store.resolve("contoso.web.keyid"));
      case CERTBOT ->
          List.of(
              keystore,
              certificate.link().resolve("fullchain.pem"),
              certificate.link().resolve("privkey.pem"));
      case CA_BUNDLE, SECRET, ENV_FILE -> List.of(certificate.link());
    };
  }

  @Test
  void maintain_guestAgentClosedItsFolder_isOpenedAgain() throws Exception {
    ObservedCertificate granted = Observed.readableBy(web, STRANGER);
    install(granted);
    closeGuestAgentFolder();
    assertFalse(canRead(granted.link(), "--reuid=54321", "--regid=1"));

    maintain(granted);

    assertTrue(canRead(granted.link(), "--reuid=54321", "--regid=1"));
    assertFalse(canRead(granted.link(), "--reuid=99", "--regid=99"));
  }

  @Test
  void install_guestAgentFolderBehindALink_isOpenedTheSame() throws Exception {
    Files.move(folder.resolve("waagent"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("waagent"), folder.resolve("elsewhere"));
    ObservedCertificate granted =
        Observed.readableBy(
            Observed.certificate("contoso", "web", folder.resolve("elsewhere/store")), STRANGER);
    install(granted);
    assertTrue(canRead(granted.link(), "--reuid=54321", "--regid=1"));
  }

  @Test
  void maintain_settled_writesNothing() throws Exception {
    ObservedCertificate granted = Observed.readableBy(web, STRANGER, GROUP, NOBODY);
    install(granted);
    DiskSnapshot before = DiskSnapshot.of(folder);
    assertFalse(maintain(granted).isChanged());
    assertEquals(before, DiskSnapshot.of(folder));
  }

  @Test
  void maintain_modeOwnerOrGrantDrifted_isPutRight() throws Exception {
    ObservedCertificate granted = Observed.readableBy(web, STRANGER);
    Path file = install(granted).certificate().file();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setAttribute(file, "unix:uid", 99);

    CertificateStore.Installation maintained = maintain(granted);

    assertFalse(maintained.isChanged(), "readers get what they got");
    assertEquals(0, Files.getAttribute(file, "unix:uid"));
    assertTrue(canRead(file, "--reuid=54321", "--regid=1"));
    assertFalse(canRead(file, "--reuid=99", "--regid=99"));
  }

  @Test
  void maintain_grantWithdrawn_isTakenAway() throws Exception {
    install(Observed.readableBy(web, STRANGER, NOBODY));
    ObservedCertificate fewer = Observed.readableBy(web, NOBODY);
    Path file = maintain(fewer).certificate().file();
    assertFalse(canRead(file, "--reuid=54321", "--regid=1"));
    assertTrue(canRead(file, "--reuid=65534", "--regid=65534"));

    maintain(web);
    assertFalse(canRead(file, "--reuid=65534", "--regid=65534"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void install_unknownUserOrGroup_isSaidAndTheOthersReadAllTheSame() throws Exception {
    CertificateStore.Installation installation =
        install(
            Observed.readableBy(
                web,
                new Grant(Grant.Kind.USER, "nosuchuser"),
                new Grant(Grant.Kind.GROUP, "nosuchgroup"),
                STRANGER));
    assertEquals(
        List.of(
            "user nosuchuser does not exist on this machine and cannot read it; create the user,"
                + " or correct acls",
            "group nosuchgroup does not exist on this machine and cannot read it; create the"
                + " group, or correct acls"),
        installation.warnings());
    assertTrue(canRead(web.link(), "--reuid=54321", "--regid=1"));
  }

  @Test
  void maintain_somebodyUnknownNow_nobodyLosesAccess() throws Exception {
    install(Observed.readableBy(web, STRANGER, NOBODY));
    ObservedCertificate unknown =
        Observed.readableBy(web, NOBODY, new Grant(Grant.Kind.USER, "nosuchuser"));
    maintain(unknown);
    assertTrue(canRead(web.link(), "--reuid=54321", "--regid=1"));
  }

  @Test
  void install_existingStore_keepsItsModeForOthers() throws Exception {
    Path store = Files.createDirectory(web.placement().store());
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxr-x---"));
    install(Observed.readableBy(web, STRANGER));
    assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(store)));
    assertTrue(canRead(web.link(), "--reuid=54321", "--regid=1"));
  }

  private CertificateStore.Installation install(ObservedCertificate certificate)
      throws StoreException {
    return store(certificate).install(certificate, VERSION, bundle, Optional.of("secret"));
  }

  private CertificateStore.Installation maintain(ObservedCertificate certificate)
      throws StoreException {
    return store(certificate).maintain(certificate, Optional.of(VERSION)).orElseThrow();
  }

  private TestStore store(ObservedCertificate certificate) {
    return TestStore.of(folder, certificate);
  }

  private static boolean canRead(Path file, String user, String group) throws Exception {
    Process cat =
        new ProcessBuilder("setpriv", user, group, "--clear-groups", "cat", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return cat.waitFor() == 0;
  }
}
