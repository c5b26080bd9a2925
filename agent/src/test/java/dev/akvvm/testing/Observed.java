package dev.akvvm.testing;

import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Keystore;
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

  /** The same in another layout. */
  public static ObservedCertificate in(Placement.Layout layout, ObservedCertificate certificate) {
    Placement p = certificate.placement();
    return at(
        certificate,
        new Placement(
            p.store(), p.linkName(), layout, p.keystore(), p.retainedVersions(), p.grants()));
  }

  /** The same behind another link. */
  public static ObservedCertificate named(String linkName, ObservedCertificate certificate) {
    Placement p = certificate.placement();
    return at(
        certificate,
        new Placement(
            p.store(), linkName, p.layout(), p.keystore(), p.retainedVersions(), p.grants()));
  }

  /** The same with a keystore whose password is the secret {@code password} of the same vault. */
  public static ObservedCertificate with(Keystore.Type type, ObservedCertificate certificate) {
    Placement p = certificate.placement();
    Keystore keystore =
        new Keystore(type, new SecretIdentifier(certificate.vault(), "password", Optional.empty()));
    return at(
        certificate,
        new Placement(
            p.store(),
            p.linkName(),
            p.layout(),
            Optional.of(keystore),
            p.retainedVersions(),
            p.grants()));
  }

  /** The same with so many old versions at most. */
  public static ObservedCertificate retaining(int versions, ObservedCertificate certificate) {
    Placement p = certificate.placement();
    return at(
        certificate,
        new Placement(
            p.store(),
            p.linkName(),
            p.layout(),
            p.keystore(),
            OptionalInt.of(versions),
            p.grants()));
  }

  /** The same, readable by these. */
  public static ObservedCertificate readableBy(ObservedCertificate certificate, Grant... grants) {
    Placement p = certificate.placement();
    return at(
        certificate,
        new Placement(
            p.store(),
            p.linkName(),
            p.layout(),
            p.keystore(),
            p.retainedVersions(),
            List.of(grants)));
  }

  private static ObservedCertificate at(ObservedCertificate certificate, Placement placement) {
    return new ObservedCertificate(certificate.secret(), certificate.identity(), placement);
  }
}
