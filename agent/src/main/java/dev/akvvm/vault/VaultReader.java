package dev.akvvm.vault;

import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import java.util.List;
import java.util.Optional;

/** Reads secrets. Tests substitute a vault of their own here. */
public interface VaultReader {
  /**
   * Reads one secret; a certificate's secret holds its key and chain.
   *
   * @param identity who reads it; empty for the machine's usual identity
   * @throws VaultException one of its subclasses, each named for the reaction it needs
   */
  Secret read(SecretIdentifier secret, Optional<UserAssignedIdentity> identity)
      throws VaultException;

  /**
   * Lists all versions of a secret, in no particular order.
   *
   * @param secret its version plays no role
   * @param identity who lists them; empty for the machine's usual identity
   * @throws VaultException one of its subclasses, each named for the reaction it needs
   */
  List<SecretVersion> versions(SecretIdentifier secret, Optional<UserAssignedIdentity> identity)
      throws VaultException;

  /**
   * Where an identity's tokens come from, by a name that is the same in every process: what one
   * identity's source asks for holds for all who have the same.
   */
  String tokenSource(Optional<UserAssignedIdentity> identity);
}
