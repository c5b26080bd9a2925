package dev.akvvm.testing;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.onrenewal.RenewalActions;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is told and when it is run, and does nothing but what it was told to. */
public final class FakeRenewalActions implements RenewalActions {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Map<String, ObservedCertificate> remembered = new TreeMap<>();
  private final Map<String, String> failures = new HashMap<>();
  private volatile Instant next = Instant.MAX;

  /** What happened, oldest first; may be cleared. */
  public List<String> events() {
    return events;
  }

  /** From now on, what keeps a certificate's services from being told; empty for nothing. */
  public void failure(String name, String text) {
    failures.put(name, text);
  }

  /** From now on, when to be run again. */
  public void next(Instant time) {
    next = time;
  }

  @Override
  public synchronized void remember(
      ObservedCertificate certificate, Optional<String> from, String to) {
    remembered.put(certificate.secret().name(), certificate);
    events.add(
        "remember %s, link %s, from %s"
            .formatted(
                certificate.secret().name(),
                Files.exists(certificate.link()) ? "is there" : "is not there",
                from.map(version -> version.equals(to) ? "the same" : "another").orElse("none")));
  }

  @Override
  public void run(Map<ObservedCertificate, Optional<CurrentVersion>> current, Occasion occasion) {
    String all =
        remembered.values().stream()
            .map(
                certificate ->
                    certificate.secret().name()
                        + current
                            .getOrDefault(certificate, Optional.empty())
                            .map(CurrentVersion::domains)
                            .orElseThrow())
            .toList()
            .toString();
    events.add("run " + (occasion == Occasion.PASS ? "after a pass " : "") + all);
  }

  @Override
  public List<ActionState> actions(ObservedCertificate certificate) {
    return Optional.ofNullable(failures.get(certificate.secret().name()))
        .filter(text -> !text.isEmpty())
        .map(text -> ActionState.failing("reload of nginx.service", text))
        .stream()
        .toList();
  }

  @Override
  public Instant next() {
    return next;
  }
}
