package dev.akvvm.agent;

import dev.akvvm.files.IoReason;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.queue.ActionQueue;
import dev.akvvm.onrenewal.queue.ActionsByHand;
import dev.akvvm.ownership.StoreOwners;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.parser.ParsedSettings;
import dev.akvvm.parser.Problem;
import dev.akvvm.parser.SettingsInForce;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.report.EventReporter;
import dev.akvvm.report.LogReporter;
import dev.akvvm.report.MetricsReporter;
import dev.akvvm.report.StatusReporter;
import dev.akvvm.report.SummaryReporter;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.PassState;
import dev.akvvm.state.RenewalHooks;
import dev.akvvm.state.StateFolder;
import dev.akvvm.state.StateOrigin;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.store.ChangeListener;
import dev.akvvm.summary.MachineSummary;
import dev.akvvm.summary.RunningProcess;
import dev.akvvm.summary.SummaryFile;
import dev.akvvm.sync.CertificateRefresher;
import dev.akvvm.sync.PollPolicy;
import dev.akvvm.sync.Synchronizer;
import dev.akvvm.transport.RequestListener;
import dev.akvvm.vault.AzureConnection;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the agent for one sequence number; every part is created here, once. */
record AgentWiring(
    Path home, HandlerEnvironment environment, SequenceNumber sequence, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("Service");

  StatusFile statusFile() {
    return new StatusFile(environment.statusFolder(), sequence);
  }

  /**
   * Drops what another machine left, if this one was made from its image.
   *
   * @return false when the settings are that machine's too, so that there is nothing to do
   * @throws IOException when what it left cannot be examined or removed
   */
  boolean takeOverState() throws IOException {
    StateOrigin origin = StateOrigin.read(StateFolder.besideWaagent(home));
    if (origin.areSettingsForeign(environment)) {
      return false;
    }
    if (origin.difference().isPresent()) {
      origin.drop(environment);
      LOG.warn("{}", origin.dropped());
    }
    try {
      origin.record();
    } catch (IOException e) {
      LOG.warn("cannot note which machine the state is of: {}", IoReason.of(e));
    }
    return true;
  }

  /**
   * The agent, ready to run.
   *
   * @param begin whether its first pass polls every certificate, and what the log says of it
   */
  PollLoop loop(Begin begin) throws UnusableFileException, SettingsRejectedException, IOException {
    EventReporter events = new EventReporter(environment.telemetry(Logging.version()), clock);
    ExtensionSettings settings = settings(begin, events);
    tellOfUnexpectedEnd(events);
    StateFolder state = StateFolder.besideWaagent(home);
    ServiceNotifier service = ServiceNotifier.ofMachine();
    Watchdog watchdog = new Watchdog(System::nanoTime, service::alive, Main::endBecauseHung);
    watchdog.start(service.watchdogPeriod(Watchdog.PATIENCE).dividedBy(3));
    Optional<MetricsReporter> metrics = metrics(settings, state);
    return new PollLoop(
        synchronizer(settings, state, metrics, begin.isEverything(), watchdog),
        new Reporters(
            settings,
            summaryReporter(),
            new StatusReporter(statusFile(), settings.requireInitialSync(), clock),
            new LogReporter(clock),
            events,
            metrics,
            service,
            clock),
        state.passState(),
        ParentCheck.found(
            home,
            ProcessHandle.current().parent(),
            service.isListening() ? () -> isLockedOut(settings) : () -> false),
        watchdog,
        clock);
  }

  private Optional<MetricsReporter> metrics(ExtensionSettings settings, StateFolder state)
      throws IOException {
    return settings.metricsFile().isEmpty()
        ? Optional.empty()
        : Optional.of(
            MetricsReporter.open(
                settings.metricsFile().get(), state.metrics(), Logging.version(), clock));
  }

  SummaryReporter summaryReporter() {
    ProcessHandle launcher = ProcessHandle.current().parent().orElseGet(ProcessHandle::current);
    return new SummaryReporter(
        SummaryFile.ofMachine(),
        new MachineSummary.Agent(
            RunningProcess.now(launcher.pid()).orElse(new RunningProcess(launcher.pid(), 0)),
            launcher.info().startInstant().orElseGet(clock::instant),
            sequence,
            Logging.version()),
        clock);
  }

  private static boolean isLockedOut(ExtensionSettings settings) {
    StoreOwners owners = new StoreOwners(settings.certificates());
    StoreThreads threads = new StoreThreads();
    return settings.stores().stream().anyMatch(store -> isLockedOut(owners, threads, store))
        || (System.getenv().containsKey(RenewalHooks.UNAVAILABLE)
            && !RenewalHooks.ofMachine().list().isEmpty());
  }

  private static boolean isLockedOut(StoreOwners owners, StoreThreads threads, Path store) {
    try {
      return threads.run(store, () -> owners.isLockedOut(store));
    } catch (IOException e) {
      // Its certificates report it.
      return false;
    }
  }

  /**
   * Runs pending actions after renewals, without a pass.
   *
   * @param patience how long to wait for an agent that is running some
   * @param tell gets one line for each action
   * @return whether all of it worked; empty when an agent was running some all the time
   */
  Optional<Boolean> actNow(
      ExtensionSettings settings,
      List<ObservedCertificate> chosen,
      Duration patience,
      Consumer<String> tell)
      throws InterruptedException {
    Optional<ActionsByHand> actions =
        ActionsByHand.ofMachine(home, settings.pollingInterval(), clock, patience);
    if (actions.isEmpty()) {
      return Optional.empty();
    }
    try (ActionsByHand open = actions.get()) {
      CertificateStore store = store(settings, StateFolder.besideWaagent(home), (_, _, _) -> {});
      Map<ObservedCertificate, Optional<CurrentVersion>> current = new LinkedHashMap<>();
      for (ObservedCertificate certificate : chosen) {
        current.put(certificate, CertificateRefresher.current(store, certificate));
      }
      return Optional.of(open.run(current, tell));
    }
  }

  private CertificateStore store(
      ExtensionSettings settings, StateFolder state, ChangeListener listener) {
    return new CertificateStore(
        settings.certificates(),
        new CertificateStore.Records(state.ledger(), state.installed(), state.digestKey()),
        environment.libFolder(),
        listener);
  }

  /** The launcher tells of it; without its word all went well. */
  private static void tellOfUnexpectedEnd(EventReporter events) {
    String exitCode = System.getenv().getOrDefault("AKVVM_ENDED", "");
    if (!exitCode.isEmpty()) {
      LoggerFactory.getLogger("Service")
          .warn("the process before this one ended with exit code {}", exitCode);
      events.endedUnexpectedly(exitCode);
    }
  }

  /** The settings in force. Log lines go to their receiver from now on. */
  ExtensionSettings settings() throws UnusableFileException, SettingsRejectedException {
    return forwarding(SettingsInForce.read(environment, sequence).parse()).settings();
  }

  private ParsedSettings forwarding(ParsedSettings parsed) {
    parsed
        .settings()
        .logReceiver()
        .ifPresent(
            receiver ->
                Logging.forward(receiver, StateFolder.besideWaagent(home).forwardedLines()));
    return parsed;
  }

  /** The same, with a line in the log unless this is one of many passes. */
  private ExtensionSettings settings(Begin begin, EventReporter events)
      throws UnusableFileException, SettingsRejectedException {
    SettingsInForce file = SettingsInForce.read(environment, sequence);
    ParsedSettings parsed = forwarding(file.parse());
    switch (begin) {
      case START -> {
        String what =
            "settings %s: %d %s"
                .formatted(
                    sequence,
                    parsed.settings().certificates().size(),
                    ObservedCertificate.noun(parsed.settings().certificates()));
        LOG.info("Started for {}", what);
        events.started(what);
        for (Problem warning : parsed.warnings()) {
          LOG.warn("{}: {}", file.path(), warning);
        }
      }
      case NOW -> LOG.info("polling now");
      case DUE -> LOG.debug("polling what is due");
    }
    return parsed.settings();
  }

  private Synchronizer synchronizer(
      ExtensionSettings settings,
      StateFolder state,
      Optional<MetricsReporter> metrics,
      boolean everythingNow,
      Watchdog watchdog)
      throws IOException {
    RequestListener listener =
        metrics.<RequestListener>map(each -> each::countRequest).orElse(RequestListener.NONE);
    AzureConnection azure = AzureConnection.of(settings, System.getenv(), clock, listener);
    PollPolicy policy = PollPolicy.ofMachine(settings.pollingInterval());
    ActionQueue actions = ActionQueue.ofMachine(home, policy.interval(), clock);
    if (everythingNow) {
      actions.startOver();
    }
    return new Synchronizer(
        settings.certificates(),
        new CertificateRefresher(
            new WatchedReader(azure.reader(), watchdog),
            azure.policyReader(),
            store(settings, state, actions::remember)),
        actions,
        policy,
        clock,
        PassState.read(state.passState()),
        everythingNow);
  }
}
