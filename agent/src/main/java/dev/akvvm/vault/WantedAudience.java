package dev.akvvm.vault;

import dev.akvvm.settings.Vault;
import java.util.Optional;

/**
 * What a vault wants tokens for, as far as it is known; shared by all identities that ask it. In a
 * cloud of Key Vault's it is known from the beginning: a request without a token, which the vault
 * would answer with 401, is not needed. Any other host says it in its first answer.
 */
final class WantedAudience {
  private volatile Optional<String> audience;

  WantedAudience(Vault vault) {
    this.audience = vault.cloudAudience();
  }

  Optional<String> get() {
    return audience;
  }

  /** The vault has asked for this one. */
  void remember(String asked) {
    audience = Optional.of(asked);
  }
}
