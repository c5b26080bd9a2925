package dev.akvvm.onrenewal.plan;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything still to do: which certificates changed, and the actions that have failed. Changes are
 * remembered, not actions, so that what is done about them is always what the settings in force
 * say.
 *
 * @param changes one link may have several, the newest last; the link points to one of them
 * @param attempts by the action's key
 * @param worked what has worked last, for each link and action
 */
public record PendingChanges(
    List<Change> changes, Map<String, Attempt> attempts, List<Worked> worked) {
  /** Nothing to do. */
  public static final PendingChanges NOTHING = new PendingChanges(List.of(), Map.of(), List.of());

  /** Copies them all. */
  public PendingChanges {
    changes = List.copyOf(changes);
    attempts = Map.copyOf(attempts);
    worked = List.copyOf(worked);
  }

  /** Whether there is nothing to do, and nothing that has failed. */
  public boolean isSettled() {
    return changes.isEmpty() && attempts.isEmpty();
  }

  /** What of these is left to do; what has worked stays. */
  PendingChanges leaving(List<Change> others, Map<String, Attempt> left) {
    return new PendingChanges(others, left, worked);
  }

  /** A change is about to happen; its actions are tried without a pause. */
  public PendingChanges changing(
      String link, Optional<String> from, String to, Collection<Action> wanted) {
    Stream<Change> kept =
        changes.stream()
            .filter(
                each ->
                    !each.link().equals(link)
                        || (from.equals(Optional.of(each.version()))
                            && !each.version().equals(to)));
    Change change = new Change(link, to, Set.of());
    Map<String, Attempt> sooner = new TreeMap<>(attempts);
    wanted.forEach(action -> sooner.computeIfPresent(action.key(), (_, old) -> old.atOnce()));
    return leaving(Stream.concat(kept, Stream.of(change)).toList(), sooner);
  }

  /** An action worked for these certificates as they are now. */
  public PendingChanges done(
      Action action, Map<ObservedCertificate, CurrentVersion> certificates, Instant now) {
    Map<String, String> versions = new TreeMap<>();
    certificates.forEach(
        (certificate, current) -> versions.put(certificate.link().toString(), current.version()));
    List<Change> marked =
        changes.stream()
            .map(
                each ->
                    each.version().equals(versions.get(each.link())) ? each.having(action) : each)
            .toList();
    Map<String, Attempt> rest = new TreeMap<>(attempts);
    rest.remove(action.key());
    return new PendingChanges(marked, rest, worked(action, versions.keySet(), now));
  }

  private List<Worked> worked(Action action, Set<String> links, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.SECONDS);
    Stream<Worked> others =
        worked.stream()
            .filter(
                each -> !each.action().equals(action.toString()) || !links.contains(each.link()));
    return Stream.concat(
            others, links.stream().map(link -> new Worked(link, action.toString(), at)))
        .toList();
  }

  /** An action did not work. */
  public PendingChanges failed(Action action, Attempt attempt) {
    Map<String, Attempt> more = new TreeMap<>(attempts);
    more.put(action.key(), attempt);
    return leaving(changes, more);
  }

  /** The same, with every failed action due at once, as if for the first time. */
  public PendingChanges afresh() {
    Map<String, Attempt> soon = new TreeMap<>();
    attempts.forEach(
        (key, old) -> soon.put(key, new Attempt(0, old.atOnce().due(), old.failure())));
    return leaving(changes, soon);
  }

  /** The changes of one certificate; there may be several, the newest last. */
  public List<Change> changesOf(ObservedCertificate certificate) {
    String link = certificate.link().toString();
    return changes.stream().filter(each -> each.link().equals(link)).toList();
  }

  /** The state of an action; empty when it was not tried, or has worked. */
  public Optional<Attempt> attempt(Action action) {
    return Optional.ofNullable(attempts.get(action.key()));
  }
}
