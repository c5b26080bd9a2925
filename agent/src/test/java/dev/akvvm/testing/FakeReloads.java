package dev.akvvm.testing;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Reloads;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Notes what it is told and when it is run, and does nothing but what it was told to. */
public final class FakeReloads implements Reloads {
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
  public void run(
      Function<ObservedCertificate, Optional<CurrentVersion>> shown, boolean isNewPass) {
    String all =
        remembered.values().stream()
            .map(
                certificate ->
                    certificate.secret().name()
                        + shown.apply(certificate).map(CurrentVersion::domains).orElseThrow())
            .toList()
            .toString();
    events.add("run " + (isNewPass ? "after a pass " : "") + all);
  }

  @Override
  public List<ActionState> actions(ObservedCertificate certificate) {
    return Optional.ofNullable(failures.get(certificate.secret().name()))
        .filter(text -> !text.isEmpty())
        .map(text -> new ActionState("reload of nginx.service", true, text))
        .stream()
        .toList();
  }

  @Override
  public Instant next() {
    return next;
  }
}
