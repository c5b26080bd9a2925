package dev.akvvm.emulator;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A root and as many intermediates below it as are asked for, made on demand and kept. */
final class IssuingChain {
  private final Clock clock;
  private final KeyPool keys;
  private final List<Issuer.Authority> fromRoot = new ArrayList<>();

  IssuingChain(Clock clock, KeyPool keys) {
    this.clock = clock;
    this.keys = keys;
  }

  /** The authority that is {@code depth} steps from the root, which is step 1. */
  synchronized Issuer issuer(int depth) {
    grow(depth);
    return fromRoot.get(depth - 1).issuer();
  }

  /** The certificates from that authority up to the root. */
  synchronized List<X509Certificate> upFrom(int depth) {
    grow(depth);
    return fromRoot.subList(0, depth).reversed().stream()
        .map(Issuer.Authority::certificate)
        .toList();
  }

  private void grow(int depth) {
    while (fromRoot.size() < depth) {
      var pair = keys.take(KeyType.P_256, Optional.empty());
      fromRoot.add(
          fromRoot.isEmpty()
              ? Issuer.Authority.root("Emulated Root CA", pair, clock.instant())
              : fromRoot
                  .getLast()
                  .subordinate("Emulated Issuing CA " + fromRoot.size(), pair, clock.instant()));
    }
  }
}
