package dev.akvvm.onrenewal.queue;

import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.state.RenewalHooks;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Has an action take long, and collects what is said. */
public final class ProvokedQueueFailures {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private ProvokedQueueFailures() {}

  /** The message, as a substatus has it. */
  public static String running(Path folder) {
    FakeRunner runner = new FakeRunner();
    CountDownLatch hang = runner.hang("reload of a.service");
    ObservedCertificate web = reloading(folder);
    ActionQueue actions =
        new ActionQueue(
            new ActionWorker(
                new PendingChangesFile(folder.resolve("reloads.json")),
                new RenewalHooks(folder.resolve("hooks"), folder),
                folder.resolve("reload.lock"),
                runner,
                LIMIT,
                Clock.systemUTC()));
    Map<ObservedCertificate, Optional<CurrentVersion>> current =
        Map.of(web, Optional.of(new CurrentVersion("1", List.of())));
    actions.remember(web, Optional.empty(), "1");
    actions.run(current, Occasion.PASS);
    String failure = actions.actions(web).getFirst().message();
    hang.countDown();
    actions.run(current, Occasion.RETRY);
    return failure;
  }

  private static ObservedCertificate reloading(Path folder) {
    return Observed.renewing(
        new OnRenewal(List.of("a.service"), List.of(), List.of(), List.of(), LIMIT),
        Observed.certificate("contoso", "web", folder));
  }
}
