package dev.akvvm.agent;

import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.SecretVersion;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.util.List;
import java.util.Optional;

/** Counts each request begun and each answer as progress. */
record WatchedReader(VaultReader vault, Watchdog watchdog) implements VaultReader {
  @Override
  public Secret read(SecretIdentifier secret, Optional<UserAssignedIdentity> identity)
      throws VaultException {
    watchdog.progress();
    try {
      return vault.read(secret, identity);
    } finally {
      watchdog.progress();
    }
  }

  @Override
  public List<SecretVersion> versions(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) throws VaultException {
    watchdog.progress();
    try {
      return vault.versions(secret, identity);
    } finally {
      watchdog.progress();
    }
  }

  @Override
  public String tokenSource(Optional<UserAssignedIdentity> identity) {
    return vault.tokenSource(identity);
  }
}
