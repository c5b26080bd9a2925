package dev.akvvm.testing;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Observed certificates as the simplest settings give them. */
public final class Observed {
  private Observed() {}

  /** {@code name} of {@code vault} in the public cloud, in Microsoft's layout. */
  public static ObservedCertificate certificate(String vault, String name, Path store) {
    return new ObservedCertificate(
        new SecretIdentifier(new Vault(vault + ".vault.azure.net", 443), name, Optional.empty()),
        Optional.empty(),
        new Placement(
            store,
            vault + "." + name,
            Placement.Layout.COMBINED,
            Optional.empty(),
            OptionalInt.empty(),
            List.of()));
  }
}
