package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateStoreTest {
  private static final String VERSION = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  private final CertificateStore store = new CertificateStore();
  private final FakeVault vault = new FakeVault();
  private ObservedCertificate web;
  private CertificateBundle bundle;

  @BeforeEach
  void prepare() throws Exception {
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
    bundle = renewed();
  }

  private CertificateBundle renewed() throws Exception {
    vault.renew("web");
    return CertificateBundle.decode(vault.pem("web"));
  }

  @Test
  void install_first_makesMicrosoftsNamesAndModes() throws Exception {
    InstalledCertificate installed = store.install(web, VERSION, bundle);

    Path file = folder.resolve("store/contoso.web." + VERSION + ".1767225600.1775001600.PEM");
    assertEquals(file, installed.file());
    assertEquals(file, Files.readSymbolicLink(folder.resolve("store/contoso.web")));
    assertEquals("rw-------", mode(file));
    assertEquals("rwx------", mode(folder.resolve("store")));
    assertEquals(Optional.of(installed), store.installed(web));
  }

  @Test
  void install_existingStore_keepsItsMode() throws Exception {
    Files.createDirectory(web.placement().store());
    Files.setPosixFilePermissions(
        web.placement().store(), PosixFilePermissions.fromString("rwxr-xr-x"));
    store.install(web, VERSION, bundle);
    assertEquals("rwxr-xr-x", mode(web.placement().store()));
  }

  @Test
  void install_again_writesNothing() throws Exception {
    store.install(web, VERSION, bundle);
    DiskSnapshot before = DiskSnapshot.of(folder);
    store.install(web, VERSION, bundle);
    assertEquals(before, DiskSnapshot.of(folder));
  }

  @Test
  void install_intactFileOfAnotherProgram_isKept() throws Exception {
    InstalledCertificate installed = store.install(web, VERSION, bundle);
    String foreign = "bag attributes of another program\n" + vault.pem("web");
    Files.writeString(installed.file(), foreign);
    Files.delete(web.link());

    store.install(web, VERSION, bundle);

    assertEquals(foreign, Files.readString(web.link()));
  }

  @Test
  void installed_nothingOrDamaged_isEmpty() throws Exception {
    assertEquals(Optional.empty(), store.installed(web));
    InstalledCertificate installed = store.install(web, VERSION, bundle);
    Files.writeString(installed.file(), Files.readString(installed.file()).substring(0, 200));
    assertEquals(Optional.empty(), store.installed(web));
    Files.delete(installed.file());
    assertEquals(Optional.empty(), store.installed(web));
  }

  @Test
  void installed_linkToAnotherCertificate_isEmpty() throws Exception {
    InstalledCertificate installed = store.install(web, VERSION, bundle);
    ObservedCertificate api = Observed.certificate("contoso", "api", web.placement().store());
    Files.createSymbolicLink(api.link(), installed.file());
    assertEquals(Optional.empty(), store.installed(api));
  }

  @Test
  void install_foreignFileUnderTheLinksName_isRefusedAndKept() throws Exception {
    Files.createDirectory(web.placement().store());
    Files.writeString(web.link(), "mine");
    StoreException e =
        assertThrows(StoreException.class, () -> store.install(web, VERSION, bundle));
    assertEquals(web.link() + ": exists and is not a symbolic link", e.reason());
    assertEquals("mine", Files.readString(web.link()));
  }

  @Test
  void install_storeBelowAFile_saysWhere() throws Exception {
    Files.writeString(folder.resolve("store"), "a file");
    StoreException e =
        assertThrows(StoreException.class, () -> store.install(web, VERSION, bundle));
    assertTrue(e.reason().startsWith(folder.resolve("store").toString()), e.reason());
  }

  @Test
  void install_readerThatNeverStops_alwaysGetsAMatchingPair() throws Exception {
    store.install(web, VERSION, bundle);
    AtomicBoolean stop = new AtomicBoolean();
    Thread.Builder builder = Thread.ofPlatform();
    StringBuilder torn = new StringBuilder();
    Thread reader =
        builder.start(
            () -> {
              while (!stop.get()) {
                try {
                  CertificateBundle.decode(Files.readString(web.link()));
                } catch (Exception e) {
                  torn.append(e).append('\n');
                }
              }
            });
    for (int i = 0; i < 200; i++) {
      store.install(web, "%032x".formatted(i), renewed());
    }
    stop.set(true);
    reader.join();
    assertEquals("", torn.toString());
    try (Stream<Path> left = Files.list(web.placement().store())) {
      assertFalse(left.anyMatch(path -> path.toString().endsWith(".tmp")));
    }
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
