package dev.akvvm.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether the vault's version takes the place of the one that readers get now. A version that is
 * not valid does not replace one that is: servers would be refused by their clients at once. But it
 * is installed where nothing better is there.
 */
sealed interface VersionChoice {
  /** Installed: it is valid, or nothing better is there. */
  record Install() implements VersionChoice {}

  /**
   * Not valid yet, while the one on disk is: held back.
   *
   * @param validFrom when its validity begins
   * @param next when to choose again: then, or as soon as the one on disk has expired
   */
  record HoldBack(Instant validFrom, Instant next) implements VersionChoice {
    /** Whether the one on disk expires first, so that it is installed before it is valid. */
    boolean isForcedEarly() {
      return next.isBefore(validFrom);
    }
  }

  /**
   * Expired, while the one on disk is valid: not installed.
   *
   * @param at the end of its validity
   */
  record Expired(Instant at) implements VersionChoice {}

  /**
   * Chooses.
   *
   * @param offered the validity of the vault's version
   * @param onDisk the validity of another version, which readers get now; empty for none
   */
  static VersionChoice of(Validity offered, Optional<Validity> onDisk, Instant now) {
    Optional<Validity> better = onDisk.filter(each -> each.includes(now));
    if (better.isEmpty() || offered.includes(now)) {
      return new Install();
    }
    if (offered.hasEnded(now)) {
      return new Expired(offered.until());
    }
    Instant afterwards = better.get().until().plusSeconds(1);
    return new HoldBack(
        offered.from(), afterwards.isBefore(offered.from()) ? afterwards : offered.from());
  }
}
