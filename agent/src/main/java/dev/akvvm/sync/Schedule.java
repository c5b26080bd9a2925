package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which certificates are due. All time is passed in. Each certificate has its own state, so that
 * one that fails is retried without polling the others, and what one vault asks for in {@code
 * Retry-After} holds for all its certificates and for no other vault.
 */
final class Schedule {
  private static final String POLL = "certificate ";
  private static final String VAULT = "vault ";
  private static final Duration LONGEST_FLOOR = Duration.ofHours(1);

  private final Collection<ObservedCertificate> certificates;
  private final PollPolicy policy;
  private final Map<ObservedCertificate, PollState> states = new HashMap<>();
  private final Map<Vault, Instant> notBefore = new HashMap<>();

  /** Vaults that were out of reach. The next process tries again: the cause may be fixed. */
  private final Map<Vault, Instant> awayUntil = new HashMap<>();

  /** When it was last told what time it is. */
  private Instant latest = Instant.MIN;

  Schedule(Collection<ObservedCertificate> certificates, PollPolicy policy) {
    this.certificates = List.copyOf(certificates);
    this.policy = policy;
  }

  /**
   * Continues from what an earlier process remembered.
   *
   * @param everythingNow whether every certificate is due at once and backoff starts over, as after
   *     a start by hand; what a vault asked for still holds
   */
  void recall(Map<String, String> entries, boolean everythingNow, Instant now) {
    for (ObservedCertificate certificate : certificates) {
      vaults(certificate).forEach(vault -> recall(entries, vault, now));
      if (!everythingNow) {
        PollState.parse(entries.getOrDefault(POLL + certificate.link(), ""))
            .map(state -> isPlausible(state.due(), now, policy.untilNext()) ? state : state.at(now))
            .ifPresent(state -> states.put(certificate, state));
      }
    }
  }

  private void recall(Map<String, String> entries, Vault vault, Instant now) {
    String floor = entries.getOrDefault(VAULT + vault, "");
    if (floor.matches("\\d{1,15}")) {
      Instant time = Instant.ofEpochMilli(Long.parseLong(floor));
      Duration interval = policy.untilNext();
      if (isPlausible(
          time, now, interval.compareTo(LONGEST_FLOOR) > 0 ? interval : LONGEST_FLOOR)) {
        notBefore.put(vault, time);
      }
    }
  }

  /**
   * A clock that went back between two processes must not delay a certificate for days: a
   * remembered time further away than an interval, or than a vault may ask for, is ignored.
   */
  private static boolean isPlausible(Instant time, Instant now, Duration longest) {
    return !time.isAfter(now.plus(longest));
  }

  /** Takes note of the time. When the clock went back, every due time and floor goes with it. */
  void follow(Instant now) {
    if (now.isBefore(latest)) {
      Duration back = Duration.between(now, latest);
      states.replaceAll((_, state) -> state.at(state.due().minus(back)));
      notBefore.replaceAll((_, time) -> time.minus(back));
      awayUntil.replaceAll((_, time) -> time.minus(back));
    }
    latest = now;
  }

  /** What the next process must remember. */
  Map<String, String> entries() {
    Map<String, String> entries = new TreeMap<>();
    states.forEach((certificate, state) -> entries.put(POLL + certificate.link(), state.toText()));
    notBefore.forEach(
        (vault, time) -> entries.put(VAULT + vault, Long.toString(time.toEpochMilli())));
    return entries;
  }

  /**
   * The certificates to poll in a pass that begins now, the longest overdue first: those that are
   * due, and if there are any, also those that are nearly due. So certificates that have drifted
   * apart are polled together again, and actions after their renewals are done once.
   */
  List<ObservedCertificate> due(Instant now) {
    Instant near = now.plus(policy.tolerance());
    return certificates.stream().noneMatch(certificate -> isDue(certificate, now))
        ? List.of()
        : certificates.stream()
            .filter(certificate -> isDue(certificate, now) || isNear(certificate, near, now))
            .sorted(Comparator.comparing(certificate -> state(certificate).due()))
            .toList();
  }

  /** True when the certificate is due. */
  boolean isDue(ObservedCertificate certificate, Instant now) {
    return !due(certificate).isAfter(now);
  }

  /** A failed one has its own pause, which is not cut short. */
  private boolean isNear(ObservedCertificate certificate, Instant near, Instant now) {
    PollState state = state(certificate);
    return state.failures() == 0 && !state.due().isAfter(near) && mayPoll(certificate, now);
  }

  /** False while its vault, or that of its keystore's password, is to be left alone. */
  boolean mayPoll(ObservedCertificate certificate, Instant now) {
    return !heldBackUntil(certificate).isAfter(now);
  }

  /** The certificate's state, with the reason if its last poll failed. */
  PollState state(ObservedCertificate certificate) {
    return states.getOrDefault(certificate, PollState.first());
  }

  /** The earliest due time of all. */
  Instant next() {
    return certificates.stream().map(this::due).min(Instant::compareTo).orElse(Instant.MAX);
  }

  /**
   * Records the result of a certificate's poll.
   *
   * @param retry why it is polled again before the interval is over; empty when it is not
   * @param pollFailure why the poll failed; empty when it did not
   * @param next when to poll it again at the latest, such as when a version that is held back
   *     becomes valid; empty when the interval is soon enough
   * @param begun when the pass began, from which the interval counts: those that were polled in one
   *     pass are due together again
   */
  void record(
      ObservedCertificate certificate,
      Optional<Failure> retry,
      Optional<Failure> pollFailure,
      Optional<Instant> next,
      Instant begun,
      Instant now) {
    if (retry.isEmpty()) {
      Instant usual = begun.plus(policy.untilNext());
      states.put(certificate, PollState.first().at(earlier(usual, next)));
      return;
    }
    int failures = state(certificate).failures() + 1;
    Failure failure = retry.get();
    Duration pause = policy.untilRetry(failure, failures);
    states.put(
        certificate,
        new PollState(
            earlier(now.plus(pause), next),
            failures,
            pollFailure.flatMap(Failure::explained),
            pollFailure.map(Failure::reason).orElse("")));
    failure
        .pausing()
        .ifPresent(
            vault ->
                (failure.hasRetryAfter() ? notBefore : awayUntil)
                    .put(vault, now.plus(failure.retryAfter().orElse(pause))));
  }

  private static Instant earlier(Instant usual, Optional<Instant> next) {
    return next.filter(time -> time.isBefore(usual)).orElse(usual);
  }

  private Instant due(ObservedCertificate certificate) {
    Instant own = state(certificate).due();
    Instant floor = heldBackUntil(certificate);
    return own.isAfter(floor) ? own : floor;
  }

  private Instant heldBackUntil(ObservedCertificate certificate) {
    return vaults(certificate)
        .flatMap(vault -> Stream.of(notBefore, awayUntil).map(map -> map.get(vault)))
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** The vaults that are asked for it: its keystore's password may be in another one. */
  private static Stream<Vault> vaults(ObservedCertificate certificate) {
    return Stream.concat(
        Stream.of(certificate.vault()),
        certificate.placement().keystore().stream().map(keystore -> keystore.password().vault()));
  }
}
