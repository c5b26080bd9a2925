package dev.akvvm.vault;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret as the vault returned it.
 *
 * @param version the 32 hex digits that name it, from the answer's id
 * @param value what it holds; never shown
 * @param notBefore the start of its validity, if the vault has one; it may change later
 * @param expires the end of its validity, likewise
 */
public record Secret(
    String version, String value, Optional<Instant> notBefore, Optional<Instant> expires) {
  /** A secret whose validity is not limited, or not of interest. */
  public Secret(String version, String value) {
    this(version, value, Optional.empty(), Optional.empty());
  }

  @Override
  public String toString() {
    return "Secret[version=" + version + "]";
  }
}
