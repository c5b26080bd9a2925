package dev.akvvm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.report.EventReporter;
import dev.akvvm.report.LogReporter;
import dev.akvvm.report.StatusReporter;
import dev.akvvm.report.SummaryReporter;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.PassState;
import dev.akvvm.summary.MachineSummary;
import dev.akvvm.summary.RunningProcess;
import dev.akvvm.summary.SummaryFile;
import dev.akvvm.sync.CertificateRefresher;
import dev.akvvm.sync.PollPolicy;
import dev.akvvm.sync.Synchronizer;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class PollLoopTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;

  private final FakeVault vault = new FakeVault();
  private final FakeRenewalActions reloads = new FakeRenewalActions();
  private final AtomicInteger signsOfLife = new AtomicInteger();
  private final Watchdog watchdog = new Watchdog(signsOfLife::getAndIncrement, () -> {}, () -> {});
  private boolean isLockedOut;
  private Path launcher;

  @BeforeEach
  void layOut() throws Exception {
    vault.renew("web");
    launcher = Files.createDirectory(folder.resolve("bin")).resolve("akvvm_service");
    Files.createFile(launcher);
  }

  @Test
  void run_nextPassFarOff_endsAndHandsOverTheDueTime() throws Exception {
    Instant start = CLOCK.instant();

    loop(Duration.ofHours(1), Optional.of(ProcessHandle.current())).run();

    Instant due = PassState.read(folder.resolve("state")).orElseThrow().due();
    assertFalse(due.isBefore(start.plusSeconds(3599)), due.toString());
    assertEquals(List.of("web"), vault.reads());
    assertEquals(StatusLevel.SUCCESS, status().read().orElseThrow().level());
  }

  @Test
  void run_nextPassNear_staysUntilStopped() throws Exception {
    PollLoop loop = loop(Duration.ofMillis(50), Optional.of(ProcessHandle.current()));
    Thread agent = Thread.ofPlatform().start(() -> runQuietly(loop));
    while (vault.reads().size() < 3) {
      Thread.onSpinWait();
    }
    loop.stop(Duration.ofSeconds(10));
    agent.join();
    assertTrue(vault.reads().size() >= 3);
    assertTrue(signsOfLife.get() >= 3, "waiting is progress");
  }

  @Test
  void run_storeIsLockedOut_endsAndSaysSo() throws Exception {
    PollLoop usual = loop(Duration.ofHours(1), Optional.of(ProcessHandle.current()));
    assertTrue(usual.run());
    assertTrue(loop(Duration.ofHours(1), Optional.of(ProcessHandle.current())).run());
    isLockedOut = true;
    assertFalse(loop(Duration.ofMillis(50), Optional.of(ProcessHandle.current())).run());
    assertTrue(Files.exists(folder.resolve("state")));
  }

  @Test
  @Tag("slow")
  void run_reloadIsPending_staysUntilItWorked() throws Exception {
    reloads.next(CLOCK.instant().plusSeconds(100));
    PollLoop loop = loop(Duration.ofHours(1), Optional.of(ProcessHandle.current()));
    Thread agent = Thread.ofPlatform().start(() -> runQuietly(loop));
    while (reloads.events().isEmpty()) {
      Thread.onSpinWait();
    }
    agent.join(Duration.ofSeconds(1));
    assertTrue(agent.isAlive());
    loop.stop(Duration.ofSeconds(10));
    agent.join();
    reloads.next(CLOCK.instant().plus(Duration.ofHours(2)));
    loop(Duration.ofHours(1), Optional.of(ProcessHandle.current())).run();
  }

  @Test
  void run_packageGone_ends() throws Exception {
    Files.delete(launcher);
    loop(Duration.ofMillis(50), Optional.of(ProcessHandle.current())).run();
    assertEquals(List.of("web"), vault.reads());
  }

  @Test
  void run_packageReplacedUnderItsName_ends() throws Exception {
    try (InputStream _ = Files.newInputStream(launcher)) {
      PollLoop loop = loop(Duration.ofMillis(50), Optional.of(ProcessHandle.current()));
      Files.delete(launcher);
      Files.createFile(launcher);
      loop.run();
    }
    assertEquals(List.of("web"), vault.reads());
  }

  @Test
  void run_launcherGone_ends() throws Exception {
    Process launcherProcess = new ProcessBuilder("true").start();
    launcherProcess.waitFor();
    loop(Duration.ofMillis(50), Optional.of(launcherProcess.toHandle())).run();
    assertEquals(List.of("web"), vault.reads());
  }

  private static void runQuietly(PollLoop loop) {
    try {
      loop.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PollLoop loop(Duration interval, Optional<ProcessHandle> parent) {
    ObservedCertificate web = Observed.certificate("contoso", "web", folder.resolve("store"));
    Synchronizer synchronizer =
        new Synchronizer(
            List.of(web),
            new CertificateRefresher(
                vault, new FakePolicyReader(), Stores.in(folder, List.of(web))),
            reloads,
            PollPolicy.of(interval, 0),
            CLOCK,
            Optional.empty(),
            true);
    return new PollLoop(
        synchronizer,
        new Reporters(
            new ExtensionSettings(
                interval,
                true,
                List.of(web),
                new IdentitySettings(IdentitySettings.INSTANCE_METADATA_SERVICE, Optional.empty()),
                Optional.empty()),
            new SummaryReporter(
                new SummaryFile(folder.resolve("run")),
                new MachineSummary.Agent(
                    new RunningProcess(1, 1), CLOCK.instant(), new SequenceNumber(0), "3.0.0"),
                CLOCK),
            new StatusReporter(status(), true, CLOCK),
            new LogReporter(CLOCK),
            new EventReporter(Optional.empty(), CLOCK),
            Optional.empty(),
            new ServiceNotifier(List.of("false"), Map.of()),
            CLOCK),
        folder.resolve("state"),
        ParentCheck.found(folder, parent, () -> isLockedOut),
        watchdog,
        CLOCK);
  }

  private StatusFile status() {
    return new StatusFile(folder, new SequenceNumber(0));
  }
}
