package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.PassReport.Streak;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which certificates have been failing, and for how long, whatever process polled them. */
final class Streaks {
  private static final String FAILING = "failing ";

  private final Map<ObservedCertificate, Streak> going = new HashMap<>();
  private final Map<ObservedCertificate, Streak> ended = new HashMap<>();

  /** Continues from what an earlier process remembered. */
  static Streaks recall(Collection<ObservedCertificate> certificates, Map<String, String> entries) {
    Streaks streaks = new Streaks();
    for (ObservedCertificate certificate : certificates) {
      Streak.parse(entries.getOrDefault(FAILING + certificate.link(), ""))
          .ifPresent(streak -> streaks.going.put(certificate, streak));
    }
    return streaks;
  }

  /** Adds to {@code entries} what the next process must know. */
  void remember(Map<String, String> entries) {
    going.forEach(
        (certificate, streak) -> entries.put(FAILING + certificate.link(), streak.toText()));
  }

  /** A pass begins: what ended in the one before is forgotten. */
  void begin() {
    ended.clear();
  }

  /** A certificate was polled. */
  void record(ObservedCertificate certificate, boolean hasFailed, Instant now) {
    Optional<Streak> before = Optional.ofNullable(going.remove(certificate));
    if (hasFailed) {
      going.put(certificate, before.map(Streak::longer).orElse(new Streak(1, now)));
    } else {
      before.ifPresent(streak -> ended.put(certificate, streak));
    }
  }

  /** Those that go on, and those that ended in this pass. */
  Map<ObservedCertificate, Streak> all() {
    Map<ObservedCertificate, Streak> all = new HashMap<>(going);
    all.putAll(ended);
    return all;
  }
}
