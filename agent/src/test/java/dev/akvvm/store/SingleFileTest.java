package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What has one file: plain secrets, several as variables, and authorities. */
final class SingleFileTest {
  private static final String V1 = "1".repeat(32);
  private static final String V2 = "2".repeat(32);

  @TempDir private Path folder;

  private ObservedCertificate secret;

  @BeforeEach
  void prepare() {
    secret = in(Layout.SECRET);
  }

  private ObservedCertificate in(Layout layout) {
    return Observed.in(layout, Observed.certificate("contoso", "db", folder.resolve("store")));
  }

  private static SingleFile file(String version, String content) {
    return new SingleFile(
        version, content.getBytes(UTF_8), Instant.EPOCH, InstalledCertificate.NO_END);
  }

  private CertificateStore.Installation install(ObservedCertificate observed, SingleFile file)
      throws StoreException {
    CertificateStore store = TestStore.of(folder, observed).store();
    return store.install(observed, store.look(observed), file);
  }

  @ParameterizedTest
  @CsvSource({"SECRET,.secret,rw-------", "ENV_FILE,.env,rw-------", "CA_BUNDLE,.ca,rw-r--r--"})
  void install_eachKind_isOneFileBehindOneLink(Layout layout, String ending, String mode)
      throws Exception {
    ObservedCertificate observed = in(layout);

    CertificateStore.Installation installation = install(observed, file(V1, "hunter2"));

    Path file = folder.resolve("store/contoso.db." + V1 + ending);
    assertTrue(installation.isChanged());
    assertEquals(file, installation.certificate().file());
    assertEquals(file, Files.readSymbolicLink(observed.link()));
    assertEquals("hunter2", Files.readString(observed.link()));
    assertEquals(mode, mode(file));
    assertEquals(
        Optional.of(installation.certificate()),
        TestStore.of(folder, observed).installed(observed));
  }

  /** One that holds keys, or may one day, is not opened to everyone. */
  @Test
  void install_missingStore_isOpenOnlyIfThereIsNothingButAuthorities() throws Exception {
    ObservedCertificate authorities = in(Layout.CA_BUNDLE);
    install(authorities, file(V1, "trust"));
    assertEquals("rwxr-xr-x", mode(folder.resolve("store")));
    new ProcessBuilder("rm", "-r", folder.resolve("store").toString()).start().waitFor();

    CertificateStore both =
        TestStore.of(folder, authorities, Observed.named("mine", secret)).store();
    both.install(authorities, both.look(authorities), file(V1, "trust"));
    assertEquals("rwx------", mode(folder.resolve("store")));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void install_twice_theSecondWritesNothing() throws Exception {
    install(secret, file(V1, "hunter2"));
    DiskSnapshot before = DiskSnapshot.of(folder);

    assertFalse(install(secret, file(V1, "hunter2")).isChanged());

    assertEquals(before, DiskSnapshot.of(folder));
  }

  @Test
  void install_longerValidOfTheSameVersion_isKnownAndNoChangeForReaders() throws Exception {
    Instant soon = Instant.parse("2026-12-24T00:00:00Z");
    install(secret, new SingleFile(V1, new byte[] {1}, Instant.EPOCH, soon));
    assertEquals(soon, installed().notAfter());
    DiskSnapshot store = DiskSnapshot.of(folder.resolve("store"));

    Instant later = soon.plusSeconds(1);
    assertFalse(
        install(secret, new SingleFile(V1, new byte[] {1}, Instant.EPOCH, later)).isChanged());

    assertEquals(later, installed().notAfter());
    assertEquals(store, DiskSnapshot.of(folder.resolve("store")));
  }

  private InstalledCertificate installed() throws StoreException {
    return TestStore.of(folder, secret).installed(secret).orElseThrow();
  }

  @Test
  void install_limit_oldVersionsGo() throws Exception {
    ObservedCertificate limited = Observed.retaining(0, secret);
    install(limited, file(V1, "one"));
    install(limited, file(V2, "two"));

    assertEquals(
        List.of("contoso.db", "contoso.db." + V2 + ".secret"),
        List.of(folder.resolve("store").toFile().list()).stream().sorted().toList());
  }

  /** A certificate's files may be written another way; a secret's may not. */
  @Test
  void install_sameKeyOtherwiseWrapped_isWrittenAnew() throws Exception {
    FakeVault vault = new FakeVault();
    vault.renew("web");
    String pem = vault.pem("web");
    Path file = install(secret, file(V1, pem)).certificate().file();
    Files.delete(folder.resolve("installed.json"));
    Files.writeString(file, "# mine\n" + pem);

    assertTrue(install(secret, file(V1, pem)).isChanged());

    assertEquals(pem, Files.readString(file));
  }

  @ParameterizedTest
  @EnumSource(names = {"SECRET", "ENV_FILE", "CA_BUNDLE"})
  void maintain_drifted_isPutRightWithoutTheVault(Layout layout) throws Exception {
    ObservedCertificate observed = in(layout);
    Path file = install(observed, file(V1, "hunter2")).certificate().file();
    String mode = mode(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertTrue(TestStore.of(folder, observed).maintain(observed, Optional.empty()).isPresent());

    assertEquals(mode, mode(file));
  }

  @Test
  void look_notWhatWasWritten_isNotBelieved() throws Exception {
    Path file = install(secret, file(V1, "hunter2")).certificate().file();
    Files.writeString(file, "planted");
    TestStore store = TestStore.of(folder, secret);

    assertEquals(Optional.empty(), store.installed(secret));
    assertEquals(Optional.empty(), store.maintain(secret, Optional.empty()));
  }

  /** A certificate found in a secret's place says nothing about the secret. */
  @Test
  void look_ledgerLost_nothingIsKnownUntilTheVaultIsAsked() throws Exception {
    FakeVault vault = new FakeVault();
    vault.renew("web");
    install(secret, file(V1, vault.pem("web")));
    DiskSnapshot store = DiskSnapshot.of(folder.resolve("store"));
    Files.delete(folder.resolve("installed.json"));

    assertEquals(Optional.empty(), TestStore.of(folder, secret).installed(secret));
    assertFalse(install(secret, file(V1, vault.pem("web"))).isChanged());
    assertEquals(store, DiskSnapshot.of(folder.resolve("store")));
  }

  /** Whoever sees the ledger alone can try no passwords on it. */
  @Test
  void ledger_shortSecret_cannotBeGuessedFromIt() throws Exception {
    install(secret, file(V1, "hunter2"));
    String ledger = Files.readString(folder.resolve("installed.json"));
    byte[] plain = MessageDigest.getInstance("SHA-256").digest("hunter2".getBytes(UTF_8));

    assertTrue(ledger.contains(V1 + ".secret"), ledger);
    assertFalse(ledger.contains(HexFormat.of().formatHex(plain)), ledger);
    assertFalse(ledger.contains("hunter2"), ledger);
    Path key = folder.resolve("digest.key");
    assertEquals(32, Files.size(key));
    assertEquals("rw-------", mode(key));
  }

  @ParameterizedTest
  @CsvSource({"-1", "5", "0"})
  void keyOfDigests_lostOrNotWhole_isAsIfTheLedgerWereLost(int length) throws Exception {
    install(secret, file(V1, "hunter2"));
    DiskSnapshot store = DiskSnapshot.of(folder.resolve("store"));
    Path key = folder.resolve("digest.key");
    Files.delete(key);
    if (length >= 0) {
      Files.write(key, new byte[length]);
    }

    assertEquals(Optional.empty(), TestStore.of(folder, secret).installed(secret));
    assertFalse(install(secret, file(V1, "hunter2")).isChanged());
    assertEquals(store, DiskSnapshot.of(folder.resolve("store")));
    assertTrue(TestStore.of(folder, secret).installed(secret).isPresent());
    assertEquals(32, Files.size(key));
  }

  @Test
  void singleFile_isAValue_thatShowsNothing() {
    byte[] content = "hunter2".getBytes(UTF_8);
    SingleFile file = new SingleFile(V1, content, Instant.EPOCH, InstalledCertificate.NO_END);
    content[0] = 0;

    assertArrayEquals("hunter2".getBytes(UTF_8), file.content());
    assertFalse(file.toString().contains("hunter2"), file.toString());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SingleFile(
                V1,
                new byte[SingleFile.MAX_BYTES + 1],
                Instant.EPOCH,
                InstalledCertificate.NO_END));
  }
}
