package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateStoreTest {
  private static final String VERSION = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  private TestStore store;
  private final FakeVault vault = new FakeVault();
  private ObservedCertificate web;
  private CertificateBundle bundle;

  @BeforeEach
  void prepare() throws Exception {
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
    store = TestStore.of(folder, web);
    bundle = renewed();
  }

  private CertificateStore.Installation install(String version, CertificateBundle bundle)
      throws StoreException {
    return store.install(web, version, bundle, Optional.empty());
  }

  private CertificateBundle renewed() throws Exception {
    vault.renew("web");
    return CertificateBundle.decode(vault.pem("web"));
  }

  @Test
  void install_first_makesMicrosoftsNamesAndModes() throws Exception {
    InstalledCertificate installed = install(VERSION, bundle).certificate();

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
    install(VERSION, bundle);
    assertEquals("rwxr-xr-x", mode(web.placement().store()));
  }

  @Test
  void install_again_writesNothing() throws Exception {
    install(VERSION, bundle);
    DiskSnapshot before = DiskSnapshot.of(folder);
    install(VERSION, bundle);
    assertEquals(before, DiskSnapshot.of(folder));
  }

  @Test
  void install_intactFileOfAnotherProgram_isKept() throws Exception {
    InstalledCertificate installed = install(VERSION, bundle).certificate();
    String foreign = "bag attributes of another program\n" + vault.pem("web");
    Files.writeString(installed.file(), foreign);
    Files.delete(web.link());

    install(VERSION, bundle);

    assertEquals(foreign, Files.readString(web.link()));
  }

  @Test
  void installed_nothingOrDamaged_isEmpty() throws Exception {
    assertEquals(Optional.empty(), store.installed(web));
    InstalledCertificate installed = install(VERSION, bundle).certificate();
    Files.writeString(installed.file(), Files.readString(installed.file()).substring(0, 200));
    assertEquals(Optional.empty(), store.installed(web));
    Files.delete(installed.file());
    assertEquals(Optional.empty(), store.installed(web));
  }

  @Test
  void installed_linkToAnotherCertificate_isEmpty() throws Exception {
    InstalledCertificate installed = install(VERSION, bundle).certificate();
    ObservedCertificate api = Observed.certificate("contoso", "api", web.placement().store());
    Files.createSymbolicLink(api.link(), installed.file());
    assertEquals(Optional.empty(), store.installed(api));
  }

  @Test
  void install_foreignFileUnderTheLinksName_isRefusedAndKept() throws Exception {
    Files.createDirectory(web.placement().store());
    Files.writeString(web.link(), "mine");
    StoreException e = assertThrows(StoreException.class, () -> install(VERSION, bundle));
    assertEquals(web.link() + ": exists and is not a symbolic link", e.reason());
    assertEquals("mine", Files.readString(web.link()));
  }

  @Test
  void install_storeBelowAFile_saysWhere() throws Exception {
    Files.writeString(folder.resolve("store"), "a file");
    StoreException e = assertThrows(StoreException.class, () -> install(VERSION, bundle));
    assertTrue(e.reason().startsWith(folder.resolve("store").toString()), e.reason());
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
