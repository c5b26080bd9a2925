package dev.akvvm.vault;

import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads from a certificate what its secret does not say. An identity that may read secrets need not
 * be allowed to read certificates: every answer may be empty, and nothing depends on it.
 */
public interface CertificatePolicyReader {
  /** Why the secret is disabled, if its certificate says so: one clause for the operator. */
  Optional<String> whyDisabled(SecretIdentifier secret, Optional<UserAssignedIdentity> identity);

  /** Why the secret's value cannot be used, if its policy says so: one clause for the operator. */
  Optional<String> whyUnusable(SecretIdentifier secret, Optional<UserAssignedIdentity> identity);

  /** About when the vault creates the next version of a certificate with this validity. */
  Optional<Instant> nextRenewal(
      SecretIdentifier secret,
      Optional<UserAssignedIdentity> identity,
      Instant notBefore,
      Instant notAfter);
}
