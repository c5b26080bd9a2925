package dev.akvvm.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the path from a leaf upwards. Names tell who may have issued whom, key identifiers who
 * probably did; when they leave room for doubt, the signature decides.
 *
 * <p>If there are several paths, as with cross-signed authorities, the best one has the fewest
 * certificates that are not valid now, ends in a root that is present, and is the shortest that
 * does; of those without a root the longest is best, because the least is missing. Ties are decided
 * by newer certificates; the order in which they came never matters.
 */
final class ChainSearch {
  /** Newest first; ties in an order that is always the same. */
  static final Comparator<X509> NEWEST_FIRST =
      Comparator.comparing(X509::notBefore)
          .thenComparing(X509::notAfter)
          .reversed()
          .thenComparing(Comparator.naturalOrder());

  private static final int MAX_LENGTH = 20;

  /** Honest chains take a dozen; hostile ones could make the search explode. */
  private static final int MAX_STEPS = 5_000;

  private final List<X509> candidates;
  private final Optional<Instant> now;
  private final SignatureChecks signatures = new SignatureChecks();
  private final Map<X509, List<X509>> issuers = new HashMap<>();
  private List<X509> best = List.of();
  private int steps;

  /**
   * A search among these.
   *
   * @param now when all should be valid; empty if the choice was made before
   */
  ChainSearch(Collection<X509> candidates, Optional<Instant> now) {
    this.candidates = candidates.stream().distinct().sorted(NEWEST_FIRST).toList();
    this.now = now;
  }

  List<X509> above(X509 leaf) {
    extend(new ArrayList<>(List.of(leaf)));
    return best;
  }

  private void extend(List<X509> path) {
    steps++;
    X509 end = path.getLast();
    boolean extended = false;
    if (!isRoot(end) && path.size() < MAX_LENGTH) {
      for (X509 issuer : issuersOf(end)) {
        if (steps < MAX_STEPS && path.stream().noneMatch(issuer::isSameEntityAs)) {
          path.add(issuer);
          extend(path);
          path.removeLast();
          extended = true;
        }
      }
    }
    if (!extended && isBetter(path)) {
      best = List.copyOf(path);
    }
  }

  /** A certificate that bears its own name may still be signed by its predecessor's key. */
  boolean isRoot(X509 certificate) {
    return certificate.isSelfIssued() && issuersOf(certificate).contains(certificate);
  }

  /** The certificates that issued it, most likely ones first. */
  private List<X509> issuersOf(X509 certificate) {
    return issuers.computeIfAbsent(certificate, this::findIssuers);
  }

  private List<X509> findIssuers(X509 certificate) {
    List<X509> named =
        candidates.stream()
            .filter(each -> each.isNamedAsIssuerOf(certificate))
            .sorted(Comparator.comparing(each -> each.keyOf(certificate)))
            .toList();
    boolean isOnlyOne = named.size() == 1;
    return named.stream().filter(each -> hasIssued(each, certificate, isOnlyOne)).toList();
  }

  /**
   * Checking a signature costs as much as the rest of decoding, so it is done only when in doubt.
   * If it cannot be checked, because its algorithm is unknown, the identifiers decide.
   */
  private boolean hasIssued(X509 issuer, X509 certificate, boolean isOnlyOne) {
    X509.KeyMatch match = issuer.keyOf(certificate);
    boolean isLikely = match == X509.KeyMatch.SAME || issuer.equals(certificate);
    if (isOnlyOne && isLikely && match != X509.KeyMatch.ANOTHER) {
      return true;
    }
    return switch (signatures.check(issuer, certificate)) {
      case GENUINE -> true;
      case WRONG -> false;
      case UNKNOWN -> match != X509.KeyMatch.ANOTHER;
    };
  }

  private boolean isBetter(List<X509> path) {
    if (best.isEmpty()) {
      return true;
    }
    int moreInvalid = Long.compare(invalid(path), invalid(best));
    if (moreInvalid != 0) {
      return moreInvalid < 0;
    }
    boolean isComplete = isRoot(path.getLast());
    if (isComplete != isRoot(best.getLast())) {
      return isComplete;
    }
    return isComplete ? path.size() < best.size() : path.size() > best.size();
  }

  /** The leaf is the same in all of them. */
  private long invalid(List<X509> path) {
    return now.map(time -> path.stream().skip(1).filter(each -> !each.isValidAt(time)).count())
        .orElse(0L);
  }
}
