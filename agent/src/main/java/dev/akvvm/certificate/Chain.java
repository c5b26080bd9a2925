package dev.akvvm.certificate;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A leaf and the certificates above it.
 *
 * @param certificates leaf first, each issued by the next
 * @param hasRoot whether the last of them signed itself
 * @param missingIssuer one line when certificates were left out because an intermediate is missing
 */
record Chain(List<X509> certificates, boolean hasRoot, Optional<String> missingIssuer) {
  Chain {
    certificates = List.copyOf(certificates);
  }

  /**
   * Orders a chain by who issued whom, whatever order the certificates came in.
   *
   * @param now when all should be valid; empty if the choice was made before
   */
  static Chain of(X509 leaf, Collection<X509> all, Optional<Instant> now) {
    ChainSearch search = new ChainSearch(all, now);
    List<X509> chain = search.above(leaf);
    return new Chain(chain, search.isRoot(chain.getLast()), missingIssuer(chain, all));
  }

  /** The same below its root; a leaf that signed itself stays. */
  Chain withoutRoot() {
    return hasRoot && certificates.size() > 1
        ? new Chain(certificates.subList(0, certificates.size() - 1), false, missingIssuer)
        : this;
  }

  X509 leaf() {
    return certificates.get(0);
  }

  List<X509> issuers() {
    return certificates.subList(1, certificates.size());
  }

  private static Optional<String> missingIssuer(List<X509> chain, Collection<X509> all) {
    X509 end = chain.get(chain.size() - 1);
    long left = all.stream().distinct().filter(each -> mayStandAbove(each, chain)).count();
    if (end.isSelfIssued() || left == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "the chain ends at "
            + DistinguishedNames.show(end.subject())
            + ": the certificate of its issuer "
            + DistinguishedNames.show(end.issuer())
            + " is missing, so "
            + left
            + (left == 1 ? " certificate was" : " certificates were")
            + " left out");
  }

  /** False for another leaf, and for an authority that is already in the chain. */
  private static boolean mayStandAbove(X509 certificate, List<X509> chain) {
    return certificate.isAuthority() && chain.stream().noneMatch(certificate::isSameEntityAs);
  }
}
