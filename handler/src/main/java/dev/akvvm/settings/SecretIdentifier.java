package dev.akvvm.settings;

import java.net.URI;
import java.util.Optional;

/**
 * Names one secret of one vault; every certificate has a secret of the same name that holds its key
 * and chain.
 *
 * @param vault where it is kept
 * @param name its name there, as Key Vault allows it: letters, digits and hyphens
 * @param version the 32 hex digits of the one version meant; empty to follow the newest
 */
public record SecretIdentifier(Vault vault, String name, Optional<String> version) {
  /** Refuses a name that would leave its folder, because file names are made from it. */
  public SecretIdentifier {
    if (!name.matches("[0-9A-Za-z-]{1,127}")) {
      throw new IllegalArgumentException("not the name of a secret: " + name);
    }
  }

  /** One version of the same secret. */
  public SecretIdentifier pinnedTo(String wanted) {
    return new SecretIdentifier(vault, name, Optional.of(wanted));
  }

  /** Where it is read from. */
  public URI url() {
    return URI.create(vault + "/secrets/" + name + version.map(v -> "/" + v).orElse(""));
  }

  @Override
  public String toString() {
    return url().toString();
  }
}
