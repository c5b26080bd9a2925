package dev.akvvm.vault;

import dev.akvvm.settings.Vault;
import java.util.Optional;

/** Reads secrets. The seam at which tests put a vault of their own. */
public interface VaultReader {
  /**
   * Reads one secret; a certificate's secret holds its key and chain.
   *
   * @param version empty for the current one
   * @throws VaultException one of its kinds, each named for the reaction it needs
   */
  Secret read(Vault vault, String name, Optional<String> version) throws VaultException;
}
