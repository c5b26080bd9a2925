package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is to be done for whom.
 *
 * @param open each action once, units first and hooks last, with the certificates it is for
 * @param current the changes that are of use: those that are shown, and not all done
 */
record DueActions(
    Map<Action, Map<ObservedCertificate, CurrentVersion>> open, List<Change> current) {

  /**
   * Compares what changed with what readers get: an installation that was begun and did not get to
   * its links is not a change yet.
   *
   * @param shown what readers get, of those certificates that have changed
   */
  static DueActions of(
      PendingChanges pending,
      Map<ObservedCertificate, CurrentVersion> shown,
      ConfiguredActions configured) {
    Map<Action, Map<ObservedCertificate, CurrentVersion>> open = new LinkedHashMap<>();
    List<Change> current = new ArrayList<>();
    for (Change change : pending.changes()) {
      shown.forEach(
          (certificate, now) -> {
            if (isOf(change, certificate) && now.version().equals(change.version())) {
              List<Action> left = left(change, configured.of(certificate));
              left.forEach(
                  action ->
                      open.computeIfAbsent(action, _ -> new LinkedHashMap<>())
                          .put(certificate, now));
              if (!left.isEmpty()) {
                current.add(change);
              }
            }
          });
    }
    Map<Action, Map<ObservedCertificate, CurrentVersion>> ordered = new LinkedHashMap<>();
    open.entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().kind()))
        .forEach(each -> ordered.put(each.getKey(), each.getValue()));
    return new DueActions(ordered, current);
  }

  static boolean isOf(Change change, ObservedCertificate certificate) {
    return change.link().equals(certificate.link().toString());
  }

  /** What a change still calls for. */
  static List<Action> left(Change change, List<Action> wanted) {
    return wanted.stream().filter(action -> !change.done().contains(action.key())).toList();
  }

  /**
   * What of it is worth remembering: the changes above, those that are yet to come, and how the
   * actions have fared that are still wanted.
   *
   * @param certificates all that are observed
   */
  PendingChanges useful(
      PendingChanges pending,
      List<ObservedCertificate> certificates,
      Map<ObservedCertificate, CurrentVersion> shown) {
    Set<Change> changes = new LinkedHashSet<>(current);
    pending.changes().stream()
        .filter(change -> isYetToCome(change, certificates, shown))
        .filter(change -> !isPast(change, pending, current::contains))
        .forEach(changes::add);
    Map<String, Attempt> attempts = new TreeMap<>(pending.attempts());
    attempts
        .keySet()
        .removeIf(key -> open.keySet().stream().noneMatch(action -> action.key().equals(key)));
    return new PendingChanges(List.copyOf(changes), attempts);
  }

  /** Without the changes that call for nothing more. */
  static PendingChanges unfinished(
      PendingChanges pending,
      List<ObservedCertificate> certificates,
      ConfiguredActions configured) {
    Predicate<Change> isFinished =
        change ->
            certificates.stream()
                .filter(certificate -> isOf(change, certificate))
                .anyMatch(certificate -> left(change, configured.of(certificate)).isEmpty());
    List<Change> changes =
        pending.changes().stream()
            .filter(isFinished.negate())
            .filter(change -> !isPast(change, pending, isFinished))
            .toList();
    return new PendingChanges(changes, pending.attempts());
  }

  /** Whether a later change of the same link has come true: this one will not any more. */
  private static boolean isPast(Change change, PendingChanges pending, Predicate<Change> isTrue) {
    return pending.changes().stream()
        .skip(pending.changes().indexOf(change) + 1L)
        .anyMatch(later -> later.link().equals(change.link()) && isTrue.test(later));
  }

  /** An installation that failed, or was interrupted, before it came to its links. */
  private static boolean isYetToCome(
      Change change,
      List<ObservedCertificate> certificates,
      Map<ObservedCertificate, CurrentVersion> shown) {
    return certificates.stream()
        .filter(certificate -> isOf(change, certificate))
        .anyMatch(
            certificate ->
                !Optional.ofNullable(shown.get(certificate))
                    .map(CurrentVersion::version)
                    .equals(Optional.of(change.version())));
  }

  /** The versions an action is done for, by link. */
  static Map<String, String> versions(Map<ObservedCertificate, CurrentVersion> certificates) {
    Map<String, String> versions = new TreeMap<>();
    certificates.forEach(
        (certificate, now) -> versions.put(certificate.link().toString(), now.version()));
    return versions;
  }
}
