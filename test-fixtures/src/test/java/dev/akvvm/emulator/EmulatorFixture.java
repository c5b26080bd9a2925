package dev.akvvm.emulator;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** One emulator on a still clock, with a client, for every test. */
abstract class EmulatorFixture {
  static final CertificateSpec QUICK = CertificateSpec.of("www.example.com").with(KeyType.P_256);

  final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  final AzureEmulator emulator;
  final Vault vault;
  final Peer peer;

  EmulatorFixture() throws IOException {
    emulator = AzureEmulator.start(EmulatorConfig.local().with(clock));
    vault = emulator.vault("contoso");
    peer = new Peer(emulator);
  }

  @AfterEach
  void close() {
    peer.close();
    emulator.close();
  }
}
