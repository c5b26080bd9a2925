package dev.akvvm.sync;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The state of every observed certificate after a pass: the one value from which status, log and
 * systemd's line are made, so that they cannot disagree.
 *
 * @param states in the order of the settings
 * @param polled those that were polled in this pass
 */
public record PassReport(
    Map<ObservedCertificate, CertificateState> states, Set<ObservedCertificate> polled) {
  /** Copies both, keeping the order of states. */
  public PassReport {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    polled = Set.copyOf(polled);
  }

  /** The state of one observed certificate. */
  public CertificateState state(ObservedCertificate certificate) {
    return Objects.requireNonNull(states.get(certificate), "not observed");
  }

  /** True when readers of every link get a certificate. */
  public boolean isEverythingOnDisk() {
    return states.values().stream().allMatch(state -> state.current().isPresent());
  }

  /** How many are installed and did not fail when they were polled last. */
  public long current() {
    return states.values().stream().filter(CertificateState::isCurrent).count();
  }

  /** Those that could not be brought up to date. */
  public List<ObservedCertificate> failing() {
    return those(state -> state.failure().isPresent());
  }

  /** Those that are up to date but have something to fix. */
  public List<ObservedCertificate> warned(Instant now) {
    return those(state -> !state.warnings(now).isEmpty());
  }

  /** Actions that did not work after renewals, each once, however many certificates want it. */
  public List<String> failingActions() {
    return states.values().stream()
        .flatMap(CertificateState::failingActions)
        .map(ActionState::action)
        .distinct()
        .toList();
  }

  private List<ObservedCertificate> those(Predicate<CertificateState> condition) {
    return states.entrySet().stream()
        .filter(each -> condition.test(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
