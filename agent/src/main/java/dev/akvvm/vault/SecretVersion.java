package dev.akvvm.vault;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of a secret, without its value.
 *
 * @param version the 32 hex digits that name it
 * @param enabled whether it may be read
 * @param created when it came into the vault
 * @param notBefore the start of its validity, if it has one
 * @param expires the end of its validity, if it has one
 */
public record SecretVersion(
    String version,
    boolean enabled,
    Instant created,
    Optional<Instant> notBefore,
    Optional<Instant> expires) {

  boolean isValidAt(Instant now) {
    return notBefore.filter(now::isBefore).isEmpty() && expires.filter(now::isAfter).isEmpty();
  }
}
