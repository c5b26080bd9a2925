package dev.akvvm.onrenewal.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.state.PassState;
import dev.akvvm.state.RenewalHooks;
import dev.akvvm.sync.CertificateRefresher;
import dev.akvvm.sync.PollPolicy;
import dev.akvvm.sync.Synchronizer;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many certificates of a slow vault that all want the same: it is done once a poll. */
@Tag("slow")
@Timeout(180)
final class OncePerPassTest {
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration REQUEST = Duration.ofMillis(80);
  private static final OnRenewal RELOADING =
      new OnRenewal(
          List.of("nginx.service"), List.of(), List.of(), List.of(), OnRenewal.USUAL_TIMEOUT);
  private static final List<String> ONCE = List.of("reload of nginx.service");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-02-01T00:00:00Z"));
  private final FakeVault vault = new FakeVault();
  private final FakeRunner runner = new FakeRunner();
  private final Path folder;
  private final List<ObservedCertificate> certificates;

  OncePerPassTest(@TempDir Path folder) {
    this.folder = folder;
    certificates = IntStream.range(0, 60).mapToObj(n -> certificate("c" + n)).toList();
  }

  @Test
  void run_manyRenewedBetweenTwoPolls_onceAPoll() {
    renewAll();
    Synchronizer synchronizer = synchronizer(Optional.empty());
    synchronizer.run();
    assertEquals(ONCE, runner.ran());
    for (int poll = 0; poll < 3; poll++) {
      renewAll();
      awaitNext(synchronizer);
      synchronizer.run();
      assertEquals(ONCE, runner.ran());
      assertEquals(60, renewedLast());
    }
  }

  @Test
  void run_oneFailsFirst_theOthersAreDoneOnceAndItFollowsAlone() {
    renewAll();
    Synchronizer synchronizer = synchronizer(Optional.empty());
    synchronizer.run();
    runner.ran();
    renewAll();
    vault.breakValue("c7");
    awaitNext(synchronizer);
    synchronizer.run();
    assertEquals(ONCE, runner.ran());
    assertEquals(59, renewedLast());

    vault.renew("c7");
    awaitNext(synchronizer);
    synchronizer.run();
    assertEquals(ONCE, runner.ran());
    assertEquals(1, renewedLast());

    // From then on it has a time of its own, which is near enough for one pass.
    renewAll();
    awaitNext(synchronizer);
    synchronizer.run();
    assertEquals(ONCE, runner.ran());
    assertEquals(60, renewedLast());
  }

  @Test
  void run_eachPassInAProcessOfItsOwn_onceAPoll() {
    renewAll();
    Synchronizer first = synchronizer(Optional.empty());
    first.run();
    assertEquals(ONCE, runner.ran());
    PassState left = first.state();
    for (int poll = 0; poll < 3; poll++) {
      renewAll();
      clock.forward(Duration.between(clock.instant(), left.due()));
      Synchronizer next = synchronizer(Optional.of(left));
      next.run();
      assertEquals(ONCE, runner.ran());
      left = next.state();
    }
  }

  private void renewAll() {
    certificates.forEach(certificate -> vault.renew(certificate.secret().name()));
  }

  private void awaitNext(Synchronizer synchronizer) {
    clock.forward(Duration.between(clock.instant(), synchronizer.nextDue()));
  }

  private int renewedLast() {
    return runner.told().getLast().size();
  }

  /** Of a new process. */
  private Synchronizer synchronizer(Optional<PassState> left) {
    RenewalHooks none = new RenewalHooks(folder.resolve("no-hooks"), folder);
    ActionQueue actions =
        new ActionQueue(
            new ActionWorker(
                new PendingChangesFile(folder.resolve("reloads.json")),
                none,
                folder.resolve("lock"),
                runner,
                INTERVAL,
                clock));
    vault.onRead(_ -> clock.forward(REQUEST));
    return new Synchronizer(
        certificates,
        new CertificateRefresher(
            vault, new FakePolicyReader(), Stores.in(folder, certificates, actions::remember)),
        actions,
        PollPolicy.of(INTERVAL, 0),
        clock,
        left,
        false);
  }

  private ObservedCertificate certificate(String name) {
    return Observed.renewing(
        RELOADING, Observed.certificate("contoso", name, folder.resolve("store")));
  }
}
