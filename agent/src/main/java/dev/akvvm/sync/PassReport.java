package dev.akvvm.sync;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.UnmanagedCertificate;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state of every observed certificate after a pass: the one value from which status, log and
 * systemd's line are made, so that they cannot disagree.
 *
 * @param states in the order of the settings
 * @param polled those that were polled in this pass
 * @param streaks for how long those have been failing that are, and those had been that no longer
 *     are since this pass
 * @param unmanaged what has left the settings and is on disk still
 */
public record PassReport(
    Map<ObservedCertificate, CertificateState> states,
    Set<ObservedCertificate> polled,
    Map<ObservedCertificate, Streak> streaks,
    List<UnmanagedCertificate> unmanaged) {
  /**
   * Polls of one certificate that have failed in a row.
   *
   * @param polls how many
   * @param since when the first of them did
   */
  public record Streak(int polls, Instant since) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) (\\d{1,15})");

    /** The same with one more. */
    Streak longer() {
      return new Streak(polls + 1, since);
    }

    String toText() {
      return polls + " " + since.toEpochMilli();
    }

    static Optional<Streak> parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      return matcher.matches()
          ? Optional.of(
              new Streak(
                  Integer.parseInt(matcher.group(1)),
                  Instant.ofEpochMilli(Long.parseLong(matcher.group(2)))))
          : Optional.empty();
    }
  }

  /** Copies all, keeping the order of states. */
  public PassReport {
    unmanaged = List.copyOf(unmanaged);
    streaks = Map.copyOf(streaks);
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    polled = Set.copyOf(polled);
  }

  /** A pass of settings that name all that is on disk. */
  public PassReport(
      Map<ObservedCertificate, CertificateState> states,
      Set<ObservedCertificate> polled,
      Map<ObservedCertificate, Streak> streaks) {
    this(states, polled, streaks, List.of());
  }

  /** A pass before which nothing had failed. */
  public PassReport(
      Map<ObservedCertificate, CertificateState> states, Set<ObservedCertificate> polled) {
    this(states, polled, Map.of(), List.of());
  }

  /** For how long the certificate has been failing, or had been until this pass. */
  public Optional<Streak> streak(ObservedCertificate certificate) {
    return Optional.ofNullable(streaks.get(certificate));
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
