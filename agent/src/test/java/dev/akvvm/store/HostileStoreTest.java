package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.NeedsRoot;
import dev.akvvm.testing.Observed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody puts into a store: it is not believed, not followed and not waited for. */
@Timeout(60)
final class HostileStoreTest {
  private static final String VERSION = "1".repeat(32);
  private static final int NOBODY = 65534;
  private static final Grant READER = new Grant(Grant.Kind.USER, "nobody");

  private final FakeVault vault = new FakeVault();
  private Path folder;
  private CertificateBundle bundle;
  private ObservedCertificate web;

  @BeforeEach
  void prepare() throws Exception {
    folder = Files.createTempDirectory("hostile");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    bundle = renewed();
    web = Observed.certificate("contoso", "web", folder.resolve("home/store"));
    Files.createDirectory(folder.resolve("home"));
    Files.createDirectory(folder.resolve("secret"));
    Files.setPosixFilePermissions(
        folder.resolve("secret"), PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void remove() throws Exception {
    new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
  }

  /** A file of the right name that holds something else, with the old key in it or without. */
  @ParameterizedTest
  @ValueSource(
      strings = {"another pair", "without issuers", "root first", "nothing", "without key"})
  void maintain_otherContentUnderTheRightName_isNotBelieved(String what) throws Exception {
    vault.renewWithIssuer("web");
    bundle = CertificateBundle.decode(vault.pem("web"));
    Path file = install(web).certificate().file();
    String right = Files.readString(file);
    String leaf = new String(bundle.leafPem(), US_ASCII);
    String issuers = new String(bundle.issuersPem(), US_ASCII);
    String key = new String(bundle.keyPem(), US_ASCII);
    String wrong =
        switch (what) {
          case "another pair" -> new String(renewed().toPem(), US_ASCII);
          case "without issuers" -> leaf + key;
          case "root first" -> issuers + leaf + key;
          case "nothing" -> "";
          default -> leaf + issuers;
        };
    Files.writeString(file, wrong);
    TestStore store = TestStore.of(folder, web);

    assertEquals(Optional.empty(), store.maintain(web, Optional.of(VERSION)));
    assertEquals(Optional.empty(), store.maintain(web, Optional.empty()));
    assertEquals(wrong, Files.readString(file));

    assertTrue(install(web).isChanged());
    assertEquals(right, Files.readString(file));
  }

  /** Without a ledger a file is compared with what the vault gave. */
  @Test
  void install_ledgerLost_wrongFilesAreWrittenAnewAndRightOnesKept() throws Exception {
    Path file = install(web).certificate().file();
    DiskSnapshot before = DiskSnapshot.of(web.placement().store());
    Files.delete(folder.resolve("installed.json"));

    assertEquals(Optional.empty(), TestStore.of(folder, web).maintain(web, Optional.of(VERSION)));
    assertFalse(install(web).isChanged());
    assertEquals(before, DiskSnapshot.of(web.placement().store()));

    Files.delete(folder.resolve("installed.json"));
    Files.write(file, renewed().toPem());
    assertTrue(install(web).isChanged());
    assertArrayEquals(bundle.toPem(), Files.readAllBytes(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "sparse", "link", "zero", "directory link"})
  void install_noFileInTheFilesPlace_isReplacedAtOnceAndNotRead(String what) throws Exception {
    Path file = install(web).certificate().file();
    Path foreign = Files.writeString(folder.resolve("secret/foreign.pem"), vault.pem("web"));
    Files.delete(file);
    put(what, file, foreign);
    TestStore store = TestStore.of(folder, web);

    assertEquals(Optional.empty(), store.installed(web));
    assertEquals(Optional.empty(), store.maintain(web, Optional.of(VERSION)));
    assertTrue(install(web).isChanged());

    assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    assertArrayEquals(bundle.toPem(), Files.readAllBytes(file));
    assertEquals(vault.pem("web"), Files.readString(foreign));
  }

  private static void put(String what, Path file, Path foreign) throws Exception {
    switch (what) {
      case "fifo" -> run("mkfifo", file.toString());
      case "sparse" -> {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength(8L << 30);
        }
      }
      case "link" -> Files.createSymbolicLink(file, foreign);
      case "zero" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
      default -> Files.createSymbolicLink(file, foreign.getParent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chown 99 $F", "ln $F $F.second", "chmod u+s $F"})
  @NeedsRoot
  void maintain_fileIsNotOnlyOurs_isWrittenAnewAndNeverGivenAway(String move) throws Exception {
    Path file = install(web).certificate().file();
    run("sh", "-c", move.replace("$F", file.toString()));
    Object inode = Files.getAttribute(file, "unix:ino");

    CertificateStore.Installation maintained =
        TestStore.of(folder, web).maintain(web, Optional.empty()).orElseThrow();

    assertFalse(maintained.isChanged(), "readers get what they got");
    assertNotEquals(inode, Files.getAttribute(file, "unix:ino"));
    assertEquals(0, Files.getAttribute(file, "unix:uid"));
    assertEquals(1, Files.getAttribute(file, "unix:nlink"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  /** A version's directory that leads elsewhere: nothing is written there. */
  @Test
  void install_versionsDirectoryIsALink_isMadeAnew() throws Exception {
    ObservedCertificate certbot = Observed.in(Layout.CERTBOT, web);
    Path directory = install(certbot).certificate().file();
    run("rm", "-r", directory.toString());
    Files.createSymbolicLink(directory, folder.resolve("secret"));
    DiskSnapshot before = DiskSnapshot.of(folder.resolve("secret"));

    assertEquals(Optional.empty(), TestStore.of(folder, certbot).installed(certbot));
    install(certbot);

    assertTrue(Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS));
    assertEquals(before, DiskSnapshot.of(folder.resolve("secret")));
  }

  @EachCertificateLayout
  @NeedsRoot
  void install_storeOfAReader_isWrittenWithItsRights(Layout layout) throws Exception {
    giveTo(folder.resolve("home"));
    ObservedCertificate granted =
        Observed.readableBy(Observed.in(layout, web), READER, new Grant(Grant.Kind.GROUP, "54322"));

    CertificateStore.Installation installation = install(granted);

    assertEquals(List.of(), installation.warnings());
    for (Path file : all(granted.placement().store())) {
      assertEquals(
          NOBODY, Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS), "" + file);
    }
    DiskSnapshot before = DiskSnapshot.of(folder);
    assertFalse(
        TestStore.of(folder, granted)
            .maintain(granted, Optional.of(VERSION))
            .orElseThrow()
            .isChanged());
    assertEquals(before, DiskSnapshot.of(folder));
  }

  /** Row for row what root did before for the user who owns the store. */
  @EachCertificateLayout
  @NeedsRoot
  void install_readerLeadsItsStoreToRoots_theKernelRefuses(Layout layout) throws Exception {
    giveTo(folder.resolve("home"));
    Files.createSymbolicLink(folder.resolve("home/store"), folder.resolve("secret"));
    ObservedCertificate granted = Observed.readableBy(Observed.in(layout, web), READER);
    DiskSnapshot before = DiskSnapshot.of(folder.resolve("secret"));

    StoreException e = assertThrows(StoreException.class, () -> install(granted));

    assertTrue(e.reason().contains("permission denied"), e.reason());
    assertEquals(before, DiskSnapshot.of(folder.resolve("secret")));
    assertEquals("rwx------", mode(folder.resolve("secret")));
  }

  @Test
  @NeedsRoot
  void installAndRead_storeOfSomebodyElse_areRefused() throws Exception {
    install(web);
    giveTo(folder.resolve("home"));
    DiskSnapshot before = DiskSnapshot.of(folder.resolve("home"));
    TestStore store = TestStore.of(folder, web);
    String refusal =
        folder.resolve("home/store")
            + " is not safe as a certificate store: "
            + folder.resolve("home")
            + " belongs to nobody (uid 65534), who could redirect what root writes; use a"
            + " certificateStoreLocation below /etc or /var, or name nobody in the acls of every"
            + " certificate in it";

    assertEquals(refusal, assertThrows(StoreException.class, () -> store.installed(web)).reason());
    assertEquals(refusal, assertThrows(StoreException.class, () -> install(web)).reason());
    assertEquals(
        refusal,
        assertThrows(StoreException.class, () -> store.maintain(web, Optional.empty())).reason());
    assertEquals(before, DiskSnapshot.of(folder.resolve("home")));
  }

  /** What root wrote before is the user's to keep; what is missing is the user's from now on. */
  @Test
  @NeedsRoot
  void install_storeWasRootsAndIsAReadersNow_filesBecomeItsOwn() throws Exception {
    ObservedCertificate granted = Observed.readableBy(web, READER);
    Path file = install(granted).certificate().file();
    assertEquals(0, Files.getAttribute(file, "unix:uid"));
    giveTo(folder.resolve("home"));
    giveTo(folder.resolve("home/store"));

    assertFalse(
        TestStore.of(folder, granted)
            .maintain(granted, Optional.of(VERSION))
            .orElseThrow()
            .isChanged());

    assertEquals(NOBODY, Files.getAttribute(file, "unix:uid"));
    assertArrayEquals(bundle.toPem(), Files.readAllBytes(file));
  }

  @Test
  void apply_versionsDirectoryIsALink_nothingBehindItGoes() throws Exception {
    ObservedCertificate certbot = Observed.retaining(0, Observed.in(Layout.CERTBOT, web));
    Path directory = install(certbot).certificate().file();
    run("rm", "-r", directory.toString());
    Files.createSymbolicLink(directory, folder.resolve("secret"));
    Path kept = Files.writeString(folder.resolve("secret/privkey.pem"), "kept");

    TestStore.of(folder, certbot).install(certbot, "2".repeat(32), renewed(), Optional.empty());

    assertEquals("kept", Files.readString(kept));
  }

  private CertificateStore.Installation install(ObservedCertificate certificate)
      throws StoreException {
    return TestStore.of(folder, certificate)
        .install(certificate, VERSION, bundle, Optional.empty());
  }

  private CertificateBundle renewed() throws Exception {
    vault.renew("web");
    return CertificateBundle.decode(vault.pem("web"));
  }

  private static void giveTo(Path directory) throws IOException {
    Files.setAttribute(directory, "unix:uid", NOBODY);
  }

  private static List<Path> all(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files.toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void run(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
