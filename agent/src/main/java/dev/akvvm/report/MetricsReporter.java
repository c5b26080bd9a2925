package dev.akvvm.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.PassReport.Streak;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes metrics of each pass to a file, for the textfile collector of Prometheus's node_exporter.
 * A reader gets the file before or after, never a part. docs/monitoring.md lists the metrics.
 */
public final class MetricsReporter {
  private static final Logger LOG = LoggerFactory.getLogger("Service");

  private static final String SUCCESS = "success ";
  private static final String FAILURES = "failures ";
  private static final String REQUESTS = "requests ";
  private static final String NONE = "";

  private final Path file;
  private final Path state;
  private final String version;
  private final Clock clock;
  private final Counters counters;
  private String told = NONE;

  private MetricsReporter(Path file, Path state, String version, Clock clock, Counters counters) {
    this.file = file;
    this.state = state;
    this.version = version;
    this.clock = clock;
    this.counters = counters;
  }

  /**
   * Continues to count where an earlier process ended.
   *
   * @param file what node_exporter reads
   * @param state where counters are kept
   * @param version this program's
   * @throws IOException when the counters cannot be read
   */
  public static MetricsReporter open(Path file, Path state, String version, Clock clock)
      throws IOException {
    return new MetricsReporter(file, state, version, clock, Counters.read(state));
  }

  /** A request has ended; may be told by several threads. */
  public void countRequest(String server, String result) {
    counters.add(REQUESTS + server + " " + result, 1);
  }

  /**
   * What a pass has found.
   *
   * @param took how long the pass took
   */
  public void report(PassReport pass, Instant nextDue, Duration took) {
    count(pass);
    String text = text(pass, nextDue, took);
    try {
      DurableFiles.replace(file, text.getBytes(UTF_8), Modes.PUBLIC_FILE);
      told = NONE;
      counters.write(state);
    } catch (IOException e) {
      String reason = IoReason.of(e);
      if (!reason.equals(told)) {
        told = reason;
        LOG.warn("cannot write metrics: {}; see metricsSettings", reason);
      }
    }
  }

  private void count(PassReport pass) {
    long now = clock.instant().getEpochSecond();
    for (ObservedCertificate certificate : pass.polled()) {
      if (pass.state(certificate).lastPoll() instanceof Outcome.Failed(var failure)) {
        counters.add(FAILURES + word(failure.kind()), 1);
      } else {
        counters.set(SUCCESS + certificate.link(), now);
      }
    }
    Set<String> successes =
        pass.states().keySet().stream()
            .map(certificate -> SUCCESS + certificate.link())
            .collect(Collectors.toSet());
    counters.keep(name -> !name.startsWith(SUCCESS) || successes.contains(name));
  }

  private String text(PassReport pass, Instant nextDue, Duration took) {
    MetricsText metrics = new MetricsText();
    ofProgram(metrics, nextDue, took);
    ofCertificates(metrics, pass);
    ofActions(metrics, pass);
    ofCounters(metrics);
    return metrics.toString();
  }

  private void ofProgram(MetricsText metrics, Instant nextDue, Duration took) {
    metrics.gauge(
        metrics.family("akvvm_build_info").sample(Map.of("version", version), 1),
        "The version of this extension.");
    metrics.gauge(
        metrics
            .family("akvvm_last_pass_timestamp_seconds")
            .seconds(Map.of(), clock.instant().toEpochMilli()),
        "When the last pass ended.");
    metrics.gauge(
        metrics.family("akvvm_last_pass_duration_seconds").seconds(Map.of(), took.toMillis()),
        "How long the last pass took.");
    metrics.gauge(
        metrics
            .family("akvvm_next_pass_timestamp_seconds")
            .sample(Map.of(), nextDue.getEpochSecond()),
        "When the next pass is due.");
  }

  private void ofCertificates(MetricsText metrics, PassReport pass) {
    MetricsText.Family info = metrics.family("akvvm_certificate_info");
    MetricsText.Family installed = metrics.family("akvvm_certificate_installed");
    MetricsText.Family begin = metrics.family("akvvm_certificate_not_before_timestamp_seconds");
    MetricsText.Family end = metrics.family("akvvm_certificate_not_after_timestamp_seconds");
    MetricsText.Family failing = metrics.family("akvvm_certificate_failed_polls");
    MetricsText.Family success = metrics.family("akvvm_certificate_last_success_timestamp_seconds");
    MetricsText.Family warnings = metrics.family("akvvm_certificate_warning");
    Map<String, Long> counted = counters.all();
    Instant now = clock.instant();
    pass.states()
        .forEach(
            (certificate, state) -> {
              Map<String, String> labels = labels(certificate);
              installed.sample(labels, state.current().isPresent() ? 1 : 0);
              state
                  .current()
                  .ifPresent(
                      current -> {
                        info.sample(with(labels, "version", current.version()), 1);
                        begin.sample(labels, current.notBefore().getEpochSecond());
                        addEnd(end, labels, current);
                      });
              failing.sample(labels, failedPolls(pass, certificate, state));
              Long last = counted.get(SUCCESS + certificate.link());
              if (last != null) {
                success.sample(labels, last);
              }
              state.warnings(now).stream()
                  .map(warning -> word(warning.kind()))
                  .distinct()
                  .forEach(kind -> warnings.sample(with(labels, "kind", kind), 1));
            });
    metrics.gauge(info, "The version that readers of the link get.");
    metrics.gauge(installed, "Whether readers of the link get anything.");
    metrics.gauge(begin, "When what is installed becomes valid.");
    metrics.gauge(end, "When what is installed expires; missing for what never does.");
    metrics.gauge(failing, "How many polls have failed in a row.");
    metrics.gauge(success, "When a poll last went well.");
    metrics.gauge(warnings, "Something to fix about what is installed.");
  }

  private static void addEnd(
      MetricsText.Family end, Map<String, String> labels, InstalledCertificate current) {
    if (!current.notAfter().equals(InstalledCertificate.NO_END)) {
      end.sample(labels, current.notAfter().getEpochSecond());
    }
  }

  private static int failedPolls(
      PassReport pass, ObservedCertificate certificate, CertificateState state) {
    return state.failure().isEmpty() ? 0 : pass.streak(certificate).map(Streak::polls).orElse(1);
  }

  private static void ofActions(MetricsText metrics, PassReport pass) {
    Map<String, Boolean> actions = new LinkedHashMap<>();
    pass.states().values().stream()
        .flatMap(state -> state.actions().stream())
        .filter(action -> action.phase() != ActionState.Phase.DONE)
        .forEach(action -> actions.merge(action.action(), action.isFailing(), Boolean::logicalOr));
    long failing = actions.values().stream().filter(isFailing -> isFailing).count();
    metrics.gauge(
        metrics
            .family("akvvm_actions")
            .sample(Map.of("state", "failing"), failing)
            .sample(Map.of("state", "pending"), actions.size() - failing),
        "Actions after renewals that have not worked yet.");
    MetricsText.Family named = metrics.family("akvvm_action_failing");
    actions.forEach(
        (action, isFailing) -> named.sample(Map.of("action", action), isFailing ? 1 : 0));
    metrics.gauge(named, "Whether an action after a renewal fails; missing once it has worked.");
  }

  private void ofCounters(MetricsText metrics) {
    MetricsText.Family failures = metrics.family("akvvm_poll_failures_total");
    MetricsText.Family requests = metrics.family("akvvm_requests_total");
    counters
        .all()
        .forEach(
            (name, number) -> {
              String[] words = name.split(" ", -1);
              if (name.startsWith(FAILURES)) {
                failures.sample(Map.of("kind", words[1]), number);
              } else if (name.startsWith(REQUESTS)) {
                requests.sample(
                    with(Map.of("server", words[1]), "result", words[words.length - 1]), number);
              }
            });
    metrics.counter(failures, "Failed polls, by who can do something about it.");
    metrics.counter(requests, "Requests, by the status code of the answer; 429 is throttling.");
  }

  private static Map<String, String> labels(ObservedCertificate certificate) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("vault", certificate.vault().name());
    labels.put("name", certificate.secret().name());
    labels.put("link", certificate.link().toString());
    return labels;
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return more;
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
