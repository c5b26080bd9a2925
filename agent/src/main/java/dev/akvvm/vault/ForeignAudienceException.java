package dev.akvvm.vault;

import dev.akvvm.settings.Vault;

/**
 * A vault asked for a token that is not for itself. Unchecked, because it must pass through the
 * Azure SDK.
 */
final class ForeignAudienceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param audience what it wanted a token for
   */
  ForeignAudienceException(Vault vault, String audience) {
    super(
        vault
            + " requests a token for "
            + Quoted.of(audience)
            + ", which is not its own domain; refused; does something else answer at this"
            + " name?");
  }

  /** One line for the operator. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
