package dev.akvvm.certificate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the way from a leaf upwards. Where several lead on, as with cross-signed authorities, one
 * that reaches a root is better than one that does not, then the longer one (older clients trust
 * the roots it adds), then the one by newer certificates: never the order in which they stood.
 */
final class ChainSearch {
  /** Newest first; what is equally new in an order that is always the same. */
  static final Comparator<X509> NEWEST_FIRST =
      Comparator.comparing(X509::notBefore)
          .thenComparing(X509::notAfter)
          .reversed()
          .thenComparing(Comparator.naturalOrder());

  private static final int MAX_LENGTH = 20;

  /** Honest chains take a dozen; others could take all ways through a maze. */
  private static final int MAX_STEPS = 5_000;

  private final List<X509> candidates;
  private final Map<X509, List<X509>> issuers = new HashMap<>();
  private List<X509> best = List.of();
  private int steps;

  ChainSearch(Collection<X509> candidates) {
    this.candidates = candidates.stream().distinct().sorted(NEWEST_FIRST).toList();
  }

  List<X509> above(X509 leaf) {
    extend(new ArrayList<>(List.of(leaf)));
    return best;
  }

  private void extend(List<X509> path) {
    steps++;
    X509 end = path.get(path.size() - 1);
    boolean extended = false;
    if (!end.isSelfSigned() && path.size() < MAX_LENGTH) {
      for (X509 issuer : issuers.computeIfAbsent(end, this::issuersOf)) {
        if (steps < MAX_STEPS && path.stream().noneMatch(issuer::isSameEntityAs)) {
          path.add(issuer);
          extend(path);
          path.remove(path.size() - 1);
          extended = true;
        }
      }
    }
    if (!extended && isBetter(path)) {
      best = List.copyOf(path);
    }
  }

  private List<X509> issuersOf(X509 certificate) {
    return candidates.stream().filter(each -> each.mayHaveIssued(certificate)).toList();
  }

  private boolean isBetter(List<X509> path) {
    if (best.isEmpty() || isComplete(path) != isComplete(best)) {
      return best.isEmpty() || isComplete(path);
    }
    return path.size() > best.size();
  }

  private static boolean isComplete(List<X509> path) {
    return path.get(path.size() - 1).isSelfSigned();
  }
}
