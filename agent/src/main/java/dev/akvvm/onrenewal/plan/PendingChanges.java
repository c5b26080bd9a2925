package dev.akvvm.onrenewal.plan;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.settings.ObservedCertificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that is still to be done: which certificates changed, and how the actions have fared that did
 * not work. It is the changes that are remembered, not the actions, so that what is done about them
 * is always what the settings in force say.
 *
 * @param changes of one link there may be several, the newest last, of which one is shown
 * @param attempts by the action's key
 */
public record PendingChanges(List<Change> changes, Map<String, Attempt> attempts) {
  /** Nothing is to be done. */
  public static final PendingChanges NOTHING = new PendingChanges(List.of(), Map.of());

  /** Copies both. */
  public PendingChanges {
    changes = List.copyOf(changes);
    attempts = Map.copyOf(attempts);
  }

  /** A change is about to happen; whatever is to be done about it is tried without a pause. */
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
    return new PendingChanges(Stream.concat(kept, Stream.of(change)).toList(), sooner);
  }

  /** An action worked for these certificates as they are now. */
  public PendingChanges done(Action action, Map<ObservedCertificate, CurrentVersion> certificates) {
    Map<String, String> versions = new TreeMap<>();
    certificates.forEach(
        (certificate, now) -> versions.put(certificate.link().toString(), now.version()));
    List<Change> marked =
        changes.stream()
            .map(
                each ->
                    each.version().equals(versions.get(each.link())) ? each.having(action) : each)
            .toList();
    Map<String, Attempt> rest = new TreeMap<>(attempts);
    rest.remove(action.key());
    return new PendingChanges(marked, rest);
  }

  /** An action did not work. */
  public PendingChanges failed(Action action, Attempt attempt) {
    Map<String, Attempt> more = new TreeMap<>(attempts);
    more.put(action.key(), attempt);
    return new PendingChanges(changes, more);
  }

  /** With every action that failed to be tried at once, as if for the first time. */
  public PendingChanges afresh() {
    Map<String, Attempt> soon = new TreeMap<>();
    attempts.forEach(
        (key, old) -> soon.put(key, new Attempt(0, old.atOnce().due(), old.failure())));
    return new PendingChanges(changes, soon);
  }

  /** Of one certificate: there may be several, the newest last. */
  public List<Change> changesOf(ObservedCertificate certificate) {
    String link = certificate.link().toString();
    return changes.stream().filter(each -> each.link().equals(link)).toList();
  }

  /** How an action has fared; empty when it was not tried, or worked. */
  public Optional<Attempt> attempt(Action action) {
    return Optional.ofNullable(attempts.get(action.key()));
  }
}
