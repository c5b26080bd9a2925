package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
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
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which certificates are due. All time is passed in. Each certificate has its own state, so that
 * one that fails is retried without polling the others, and what a vault asks for in {@code
 * Retry-After} holds for all its certificates and for no other vault. The same holds for where
 * tokens come from.
 */
final class Schedule {
  private static final String POLL = "certificate ";
  private static final Duration LONGEST_FLOOR = Duration.ofHours(1);

  private final Collection<ObservedCertificate> certificates;
  private final PollPolicy policy;
  private final Map<ObservedCertificate, PollState> states = new HashMap<>();
  private final Function<ObservedCertificate, Source> tokenSources;
  private final Map<Source, Instant> notBefore = new HashMap<>();

  /** Vaults that were out of reach. The next process tries again: the cause may be fixed. */
  private final Map<Source, Instant> awayUntil = new HashMap<>();

  /** When it was last told what time it is. */
  private Instant latest = Instant.MIN;

  /**
   * @param tokenSources where the tokens come from that a certificate's polls need
   */
  Schedule(
      Collection<ObservedCertificate> certificates,
      PollPolicy policy,
      Function<ObservedCertificate, Source> tokenSources) {
    this.certificates = List.copyOf(certificates);
    this.policy = policy;
    this.tokenSources = tokenSources;
  }

  /**
   * Continues from what an earlier process remembered.
   *
   * @param everythingNow whether every certificate is due at once and backoff starts over, as after
   *     a start by hand; what a source asked for still holds
   */
  void recall(Map<String, String> entries, boolean everythingNow, Instant now) {
    for (ObservedCertificate certificate : certificates) {
      sources(certificate).forEach(source -> recall(entries, source, now));
      if (!everythingNow) {
        PollState.parse(entries.getOrDefault(POLL + certificate.link(), ""))
            .map(state -> isPlausible(state.due(), now, policy.untilNext()) ? state : state.at(now))
            .ifPresent(state -> states.put(certificate, state));
      }
    }
  }

  private void recall(Map<String, String> entries, Source source, Instant now) {
    String floor = entries.getOrDefault(source.name(), "");
    if (floor.matches("\\d{1,15}")) {
      Instant time = Instant.ofEpochMilli(Long.parseLong(floor));
      Duration interval = policy.untilNext();
      if (isPlausible(
          time, now, interval.compareTo(LONGEST_FLOOR) > 0 ? interval : LONGEST_FLOOR)) {
        notBefore.put(source, time);
      }
    }
  }

  /**
   * A clock that went back between two processes must not delay a certificate for days: a
   * remembered time further away than an interval, or than a source may ask for, is ignored.
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
        (source, time) -> entries.put(source.name(), Long.toString(time.toEpochMilli())));
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

  /** False while something that its poll depends on is to be left alone. */
  boolean mayPoll(ObservedCertificate certificate, Instant now) {
    return !floor(certificate).isAfter(now);
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
            source ->
                (failure.hasRetryAfter() ? notBefore : awayUntil)
                    .put(source, now.plus(failure.retryAfter().orElse(pause))));
  }

  private static Instant earlier(Instant usual, Optional<Instant> next) {
    return next.filter(time -> time.isBefore(usual)).orElse(usual);
  }

  private Instant due(ObservedCertificate certificate) {
    Instant own = state(certificate).due();
    Instant floor = floor(certificate);
    return own.isAfter(floor) ? own : floor;
  }

  private Instant floor(ObservedCertificate certificate) {
    return sources(certificate)
        .flatMap(source -> Stream.of(notBefore, awayUntil).map(map -> map.get(source)))
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** What its poll depends on: who gives tokens, and every vault that is asked for it. */
  private Stream<Source> sources(ObservedCertificate certificate) {
    return Stream.concat(
        Stream.of(tokenSources.apply(certificate)), certificate.vaults().stream().map(Source::of));
  }
}
