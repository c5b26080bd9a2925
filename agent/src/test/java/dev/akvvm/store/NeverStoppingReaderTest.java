package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that reads all the time while a certificate is renewed again and again. */
@Tag("slow")
final class NeverStoppingReaderTest {
  private static final int RENEWALS = 1000;

  @TempDir private Path folder;

  private final FakeVault vault = new FakeVault();

  /** How a reader takes key and chain. */
  private interface Reading {
    String read(Path link) throws Exception;
  }

  @Test
  void install_combined_everyReadIsAPair() throws Exception {
    readWhileRenewing(
        Observed.certificate("contoso", "web", folder.resolve("store")), Files::readString);
  }

  /** Whoever reads two files must take both from the directory that the link led to. */
  @Test
  void install_certbot_everyReadIsAPair() throws Exception {
    readWhileRenewing(
        Observed.in(
            Layout.CERTBOT, Observed.certificate("contoso", "web", folder.resolve("store"))),
        link -> {
          Path directory = link.toRealPath();
          return Files.readString(directory.resolve("fullchain.pem"))
              + Files.readString(directory.resolve("privkey.pem"));
        });
  }

  private void readWhileRenewing(ObservedCertificate certificate, Reading reading)
      throws Exception {
    TestStore store = TestStore.of(folder, certificate);
    renew(store, certificate, 0);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    StringBuilder torn = new StringBuilder();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    try {
                      CertificateBundle.decode(reading.read(certificate.link()));
                      reads.incrementAndGet();
                    } catch (Exception e) {
                      torn.append(e).append('\n');
                    }
                  }
                });
    for (int i = 1; i <= RENEWALS; i++) {
      renew(store, certificate, i);
    }
    stop.set(true);
    reader.join();
    assertEquals("", torn.toString());
    assertTrue(reads.get() > 0);
    try (Stream<Path> left = Files.list(certificate.placement().store())) {
      assertFalse(left.anyMatch(path -> path.toString().endsWith(".tmp")));
    }
  }

  private void renew(TestStore store, ObservedCertificate certificate, int version)
      throws Exception {
    vault.renew("web");
    CertificateBundle bundle = CertificateBundle.decode(vault.pem("web"));
    store.install(certificate, "%032x".formatted(version), bundle, Optional.empty());
  }
}
