package dev.akvvm.sync;

import dev.akvvm.settings.Vault;

/**
 * Something that a poll depends on, and that may ask to be left alone: a vault, or where an
 * identity's tokens come from.
 *
 * @param name the same in every process
 */
record Source(String name) {
  static Source of(Vault vault) {
    return new Source("vault " + vault);
  }

  /**
   * Where tokens come from.
   *
   * @param name as {@link dev.akvvm.vault.VaultReader#tokenSource} gives it
   */
  static Source ofTokens(String name) {
    return new Source("tokens " + name);
  }
}
