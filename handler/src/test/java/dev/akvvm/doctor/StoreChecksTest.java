package dev.akvvm.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreChecksTest {
  @TempDir private Path folder;

  @Test
  void of_storeThatIsNotThere_canBeCreatedAndIsNot() {
    Path store = folder.resolve("a/b");
    List<Finding> findings = findings(store);
    assertEquals(Finding.ok("store", store + " can be created"), findings.get(0));
    assertEquals(Finding.Result.OK, findings.get(1).result());
    assertEquals("disk space", findings.get(1).step());
    assertEquals(Finding.ok("grants", "no acls in the settings: files are root's"), last(findings));
    assertFalse(Files.exists(folder.resolve("a")));
  }

  @Test
  void of_storeThatIsThere_canBeWrittenTo() {
    assertEquals(Finding.ok("store", folder + " can be written to"), findings(folder).get(0));
  }

  @Test
  void of_fileInTheWay_isNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Finding finding = findings(file.resolve("store")).get(0);
    assertEquals(Finding.Result.FIX, finding.result());
    assertTrue(finding.message().startsWith(file + " is not a directory"), finding.message());
  }

  @Test
  void of_readOnlyFileSystem_isNamed() {
    Finding finding = findings(Path.of("/proc/sys/kernel/store")).get(0);
    assertEquals(Finding.Result.FIX, finding.result());
    assertTrue(finding.message().contains("cannot be written to"), finding.message());
  }

  @Test
  void of_storeOfAUserThatMayReadAll_isWrittenWithItsRights() throws Exception {
    Path store = daemons("home").resolve("certs");
    String what = store + " can be changed by daemon: it is written with that user's rights only";
    Grant daemon = new Grant(Grant.Kind.USER, "daemon");

    assertEquals(Finding.ok("store", what), findings(store, daemon).get(0));
    assertFalse(Files.exists(store));

    // As versions made it that wrote as root everywhere.
    Files.createDirectory(store);
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwx------"));
    assertEquals(
        Finding.fix(
            "store",
            what
                + ", and they do not suffice: "
                + store
                + ": permission denied; make the directory daemon's, with chown"),
        findings(store, daemon).get(0));

    Files.setAttribute(store, "unix:uid", 1);
    assertEquals(Finding.ok("store", what), findings(store, daemon).get(0));
    Files.delete(store);
    Files.createFile(store);
    assertTrue(findings(store, daemon).get(0).message().contains(store + ": not a directory"));
  }

  @Test
  void of_storeThatMustNotBeWritten_isToBeFixed() throws Exception {
    Path home = daemons("home");
    Path store = home.resolve("certs");
    String unsafe = store + " is not safe as a certificate store: ";
    String redirect =
        ", who could redirect what root writes; use a certificateStoreLocation below /etc or"
            + " /var, or ";

    assertEquals(
        Finding.fix(
            "store",
            unsafe
                + home
                + " belongs to daemon (uid 1)"
                + redirect
                + "name daemon in the acls of every certificate in it"),
        findings(store).get(0));

    Files.createDirectory(store);
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals(
        Finding.fix(
            "store",
            unsafe + store + " is writable for everybody" + redirect + "chmod go-w " + store),
        findings(store, new Grant(Grant.Kind.USER, "daemon")).get(0));
  }

  @Test
  void of_linksThatLeadInACircle_areNamed() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("l"));

    assertEquals(
        Finding.fix(
            "store", link.toRealPath(LinkOption.NOFOLLOW_LINKS) + ": leads through too many links"),
        findings(link).get(0));
  }

  /** A directory of a user whom each system has, by the number 1. */
  private Path daemons(String name) throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "skipped: only root can act as others");
    open(folder);
    Path made = Files.createDirectory(folder.toRealPath().resolve(name));
    open(made);
    Files.setAttribute(made, "unix:uid", 1);
    return made;
  }

  @Test
  void of_readersWhoExist_canBeLetIn() throws Exception {
    open(folder);
    Path store = folder.resolve("store");
    assertEquals(
        Finding.ok("grants", "user 54321 can be let in to " + store),
        last(findings(store, new Grant(Grant.Kind.USER, "54321"))));
  }

  @Test
  void of_unknownReader_isNamed() {
    assertEquals(
        Finding.fix(
            "grants",
            "group nosuchgroup does not exist on this machine; create the group, or correct acls"),
        last(findings(folder, new Grant(Grant.Kind.GROUP, "nosuchgroup"))));
  }

  @Test
  void of_directoryAboveIsClosed_isNoted() throws Exception {
    open(folder);
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Finding finding = last(findings(closed.resolve("store"), new Grant(Grant.Kind.USER, "54321")));
    assertEquals(Finding.Result.NOTE, finding.result());
    assertTrue(
        finding.message().startsWith("user 54321 may not be able to pass " + closed),
        finding.message());
  }

  @Test
  void of_guestAgentFolderAbove_isForTheAgentToOpen() throws Exception {
    open(folder);
    Path waagent = Files.createDirectory(folder.resolve("waagent"));
    Files.setPosixFilePermissions(waagent, PosixFilePermissions.fromString("rwx------"));
    Finding finding = last(findings(waagent.resolve("store"), new Grant(Grant.Kind.USER, "54321")));
    assertEquals(Finding.Result.OK, finding.result(), finding.message());
  }

  /** The folder of a test is closed to others, as are all of its kind. */
  private static void open(Path folder) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Finding last(List<Finding> findings) {
    return findings.get(findings.size() - 1);
  }

  private List<Finding> findings(Path store, Grant... grants) {
    ObservedCertificate certificate =
        new ObservedCertificate(
            new SecretIdentifier(
                new Vault("contoso.vault.azure.net", 443), "web", Optional.empty()),
            Optional.empty(),
            new Placement(
                store,
                "contoso.web",
                Layout.COMBINED,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(grants)));
    ExtensionSettings settings =
        new ExtensionSettings(
            Duration.ofHours(1),
            false,
            List.of(certificate),
            new IdentitySettings(IdentitySettings.INSTANCE_METADATA_SERVICE, Optional.empty()),
            Optional.empty());
    return StoreChecks.of(settings, folder.resolve("waagent"));
  }
}
