package dev.akvvm.onrenewal.plan;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.settings.ObservedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What to do, for which certificates, and what is worth remembering: nothing but a comparison of
 * three values.
 *
 * @param pending which certificates changed, and which actions have failed
 * @param current what readers of each observed certificate get, if anything
 * @param wanted what the settings and the machine's hooks ask for
 */
public record Plan(
    PendingChanges pending,
    Map<ObservedCertificate, Optional<CurrentVersion>> current,
    WantedActions wanted) {

  /**
   * Each action once, units first and hooks last, with the certificates it is for. An installation
   * that has not reached its links is not a change yet.
   */
  public Map<Action, Map<ObservedCertificate, CurrentVersion>> open() {
    Map<String, ObservedCertificate> byLink = byLink();
    Map<Action, Map<ObservedCertificate, CurrentVersion>> open = new LinkedHashMap<>();
    for (Change change : pending.changes()) {
      Optional<ObservedCertificate> certificate = of(change, byLink);
      Optional<CurrentVersion> now = certificate.flatMap(each -> trueVersion(change, each));
      if (now.isPresent()) {
        for (Action action : left(change, certificate.get())) {
          open.computeIfAbsent(action, _ -> new LinkedHashMap<>())
              .put(certificate.get(), now.get());
        }
      }
    }
    Map<Action, Map<ObservedCertificate, CurrentVersion>> ordered = new LinkedHashMap<>();
    open.entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().kind()))
        .forEach(each -> ordered.put(each.getKey(), each.getValue()));
    return ordered;
  }

  /**
   * The actions to do now.
   *
   * @param interval between two polls: nothing is delayed longer
   */
  public Map<Action, Map<ObservedCertificate, CurrentVersion>> due(
      Occasion occasion, Instant now, Duration interval) {
    Map<Action, Map<ObservedCertificate, CurrentVersion>> due = new LinkedHashMap<>(open());
    due.keySet()
        .removeIf(
            action ->
                pending
                    .attempt(action)
                    .filter(attempt -> !attempt.isDue(occasion, now, interval))
                    .isPresent());
    return due;
  }

  /**
   * When the next action is due: {@link Attempt#AT_ONCE} if one has not been tried yet, {@link
   * Instant#MAX} if none waits for a time.
   */
  public Instant next() {
    return open().keySet().stream()
        .flatMap(
            action ->
                pending
                    .attempt(action)
                    .map(Attempt::due)
                    .orElse(Optional.of(Attempt.AT_ONCE))
                    .stream())
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /**
   * The actions that a certificate's changes still need, whether or not the changes have taken
   * effect.
   */
  public List<Action> left(ObservedCertificate certificate) {
    List<Change> changes = pending.changesOf(certificate);
    return changes.isEmpty()
        ? List.of()
        : wanted.of(certificate).stream()
            .filter(action -> changes.stream().anyMatch(each -> !each.isDone(action)))
            .toList();
  }

  /**
   * What is worth remembering: changes that have taken effect and still need actions, those that
   * are yet to take effect, and the attempts at actions that are still wanted.
   */
  public PendingChanges useful() {
    Map<String, ObservedCertificate> byLink = byLink();
    Set<Change> changes = new LinkedHashSet<>();
    Predicate<Change> isOpen = change -> isOpen(change, byLink);
    pending.changes().stream().filter(isOpen).forEach(changes::add);
    pending.changes().stream()
        .filter(change -> isYetToCome(change, byLink))
        .filter(change -> !isPast(change, isOpen))
        .forEach(changes::add);
    Set<String> wantedKeys = new LinkedHashSet<>();
    open().keySet().forEach(action -> wantedKeys.add(action.key()));
    Map<String, Attempt> attempts = new TreeMap<>(pending.attempts());
    attempts.keySet().retainAll(wantedKeys);
    List<Worked> worked =
        pending.worked().stream().filter(each -> byLink.containsKey(each.link())).toList();
    return new PendingChanges(List.copyOf(changes), attempts, worked);
  }

  /** Without the changes that need nothing more. */
  public PendingChanges unfinished() {
    Map<String, ObservedCertificate> byLink = byLink();
    Predicate<Change> isFinished =
        change ->
            of(change, byLink)
                .filter(certificate -> left(change, certificate).isEmpty())
                .isPresent();
    List<Change> changes =
        pending.changes().stream()
            .filter(isFinished.negate())
            .filter(change -> !isPast(change, isFinished))
            .toList();
    return pending.leaving(changes, pending.attempts());
  }

  private Map<String, ObservedCertificate> byLink() {
    Map<String, ObservedCertificate> byLink = new HashMap<>();
    current.keySet().forEach(each -> byLink.put(each.link().toString(), each));
    return byLink;
  }

  /** Whose change it is; empty if that is not observed. */
  private static Optional<ObservedCertificate> of(
      Change change, Map<String, ObservedCertificate> byLink) {
    return Optional.ofNullable(byLink.get(change.link()));
  }

  /** What readers get, if that is what changed. */
  private Optional<CurrentVersion> trueVersion(Change change, ObservedCertificate certificate) {
    return current
        .getOrDefault(certificate, Optional.empty())
        .filter(now -> now.version().equals(change.version()));
  }

  private List<Action> left(Change change, ObservedCertificate certificate) {
    return wanted.of(certificate).stream().filter(action -> !change.isDone(action)).toList();
  }

  private boolean isOpen(Change change, Map<String, ObservedCertificate> byLink) {
    return of(change, byLink)
        .filter(certificate -> trueVersion(change, certificate).isPresent())
        .filter(certificate -> !left(change, certificate).isEmpty())
        .isPresent();
  }

  /** An installation that failed, or was interrupted, before it reached its links. */
  private boolean isYetToCome(Change change, Map<String, ObservedCertificate> byLink) {
    return of(change, byLink)
        .filter(certificate -> trueVersion(change, certificate).isEmpty())
        .isPresent();
  }

  /** Whether a later change of the same link has taken effect, so that this one never will. */
  private boolean isPast(Change change, Predicate<Change> isTrue) {
    return pending.changes().stream()
        .skip(pending.changes().indexOf(change) + 1L)
        .anyMatch(later -> later.link().equals(change.link()) && isTrue.test(later));
  }
}
