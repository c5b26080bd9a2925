package dev.akvvm.reload;

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
record Agenda(Map<Action, Map<ObservedCertificate, Shown>> open, List<Change> current) {

  /**
   * Compares what changed with what readers get: an installation that was begun and did not get to
   * its links is no change yet.
   *
   * @param shown what readers get, of those certificates that have changed
   */
  static Agenda of(Pending pending, Map<ObservedCertificate, Shown> shown, Wishes wishes) {
    Map<Action, Map<ObservedCertificate, Shown>> open = new LinkedHashMap<>();
    List<Change> current = new ArrayList<>();
    for (Change change : pending.changes()) {
      shown.forEach(
          (certificate, now) -> {
            if (isOf(change, certificate) && now.version().equals(change.version())) {
              List<Action> left = left(change, wishes.of(certificate));
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
    Map<Action, Map<ObservedCertificate, Shown>> ordered = new LinkedHashMap<>();
    open.entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().kind()))
        .forEach(each -> ordered.put(each.getKey(), each.getValue()));
    return new Agenda(ordered, current);
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
  Pending useful(
      Pending pending,
      List<ObservedCertificate> certificates,
      Map<ObservedCertificate, Shown> shown) {
    Set<Change> changes = new LinkedHashSet<>(current);
    pending.changes().stream()
        .filter(change -> isYetToCome(change, certificates, shown))
        .filter(change -> !isPast(change, pending, current::contains))
        .forEach(changes::add);
    Map<String, Attempt> attempts = new TreeMap<>(pending.attempts());
    attempts
        .keySet()
        .removeIf(key -> open.keySet().stream().noneMatch(action -> action.key().equals(key)));
    return new Pending(List.copyOf(changes), attempts);
  }

  /** Without the changes that call for nothing more. */
  static Pending unfinished(
      Pending pending, List<ObservedCertificate> certificates, Wishes wishes) {
    Predicate<Change> isFinished =
        change ->
            certificates.stream()
                .filter(certificate -> isOf(change, certificate))
                .anyMatch(certificate -> left(change, wishes.of(certificate)).isEmpty());
    List<Change> changes =
        pending.changes().stream()
            .filter(isFinished.negate())
            .filter(change -> !isPast(change, pending, isFinished))
            .toList();
    return new Pending(changes, pending.attempts());
  }

  /** Whether a later change of the same link has come true: this one will not any more. */
  private static boolean isPast(Change change, Pending pending, Predicate<Change> isTrue) {
    return pending.changes().stream()
        .skip(pending.changes().indexOf(change) + 1L)
        .anyMatch(later -> later.link().equals(change.link()) && isTrue.test(later));
  }

  /** An installation that failed, or was interrupted, before it came to its links. */
  private static boolean isYetToCome(
      Change change,
      List<ObservedCertificate> certificates,
      Map<ObservedCertificate, Shown> shown) {
    return certificates.stream()
        .filter(certificate -> isOf(change, certificate))
        .anyMatch(
            certificate ->
                !Optional.ofNullable(shown.get(certificate))
                    .map(Shown::version)
                    .equals(Optional.of(change.version())));
  }

  /** The versions an action is done for, by link. */
  static Map<String, String> versions(Map<ObservedCertificate, Shown> certificates) {
    Map<String, String> versions = new TreeMap<>();
    certificates.forEach(
        (certificate, now) -> versions.put(certificate.link().toString(), now.version()));
    return versions;
  }
}
