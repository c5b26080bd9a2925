package dev.akvvm.testing;

import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.Placement.ChainExtent;
import dev.akvvm.settings.Placement.LinkTargets;
import dev.akvvm.settings.Placement.Versions;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Observed certificates as the simplest settings give them. */
public final class Observed {
  private final ObservedCertificate original;
  private Optional<SecretIdentifier> password;
  private String linkName;
  private Layout layout;
  private ChainExtent chain;
  private Optional<Keystore> keystore;
  private OptionalInt retainedVersions;
  private LinkTargets linkTargets;
  private Versions versions;
  private List<Grant> grants;
  private Content content;

  private Observed(ObservedCertificate original) {
    this.original = original;
    Placement placement = original.placement();
    password = original.password();
    linkName = placement.linkName();
    layout = placement.layout();
    chain = placement.chain();
    keystore = placement.keystore();
    retainedVersions = placement.retainedVersions();
    linkTargets = placement.linkTargets();
    versions = placement.versions();
    grants = placement.grants();
    content = original.content();
  }

  /** {@code name} of {@code vault} in the public cloud, in Microsoft's layout. */
  public static ObservedCertificate certificate(String vault, String name, Path store) {
    return new ObservedCertificate(
        new SecretIdentifier(new Vault(vault + ".vault.azure.net", 443), name, Optional.empty()),
        Optional.empty(),
        new Placement(
            store,
            vault + "." + name,
            Layout.COMBINED,
            Optional.empty(),
            OptionalInt.empty(),
            List.of()));
  }

  /** The same in another layout, with content that fits. */
  public static ObservedCertificate in(Layout layout, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.layout = layout;
    copy.content =
        switch (layout) {
          case COMBINED, SPLIT, CERTBOT -> new Content.Certificate();
          case CA_BUNDLE -> new Content.CaBundle();
          case SECRET -> new Content.PlainSecret(ObservedCertificate.Encoding.RAW);
          case ENV_FILE ->
              new Content.EnvFile(new TreeMap<>(Map.of("VALUE", certificate.secret())));
        };
    return copy.certificate();
  }

  /** What else a secret's value may hold, in its own layout. */
  public static ObservedCertificate of(Content content, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.content = content;
    copy.layout = content.layout().orElse(Layout.COMBINED);
    return copy.certificate();
  }

  /** The same with so much of its chain. */
  public static ObservedCertificate with(ChainExtent chain, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.chain = chain;
    return copy.certificate();
  }

  /** The same behind another link. */
  public static ObservedCertificate named(String linkName, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.linkName = linkName;
    return copy.certificate();
  }

  /** The same with a keystore whose password is the secret {@code password} of the same vault. */
  public static ObservedCertificate with(Keystore.Type type, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.keystore =
        Optional.of(
            new Keystore(
                type, new SecretIdentifier(certificate.vault(), "password", Optional.empty())));
    return copy.certificate();
  }

  /** The same with a PKCS#12 that has no password. */
  public static ObservedCertificate withOpenKeystore(ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.keystore = Optional.of(new Keystore(Keystore.Type.PKCS12, Optional.empty()));
    return copy.certificate();
  }

  /** The same with a keystore whose password is kept in another vault. */
  public static ObservedCertificate withPasswordIn(Vault vault, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.keystore =
        Optional.of(
            new Keystore(
                Keystore.Type.PKCS12, new SecretIdentifier(vault, "password", Optional.empty())));
    return copy.certificate();
  }

  /** The same, protected by the password in this secret of the same vault. */
  public static ObservedCertificate openedBy(String secret, ObservedCertificate certificate) {
    return openedIn(certificate.vault(), secret, certificate);
  }

  /** The same, protected by the password in this secret of another vault. */
  public static ObservedCertificate openedIn(
      Vault vault, String secret, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.password = Optional.of(new SecretIdentifier(vault, secret, Optional.empty()));
    return copy.certificate();
  }

  /** The same with so many old versions at most. */
  public static ObservedCertificate retaining(int versions, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.retainedVersions = OptionalInt.of(versions);
    return copy.certificate();
  }

  /** The same with links of this kind. */
  public static ObservedCertificate linked(LinkTargets targets, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.linkTargets = targets;
    return copy.certificate();
  }

  /** The same with versions in this place. */
  public static ObservedCertificate keeping(Versions place, ObservedCertificate certificate) {
    Observed copy = new Observed(certificate);
    copy.versions = place;
    return copy.certificate();
  }

  /** The same, readable by these. */
  public static ObservedCertificate readableBy(ObservedCertificate certificate, Grant... grants) {
    Observed copy = new Observed(certificate);
    copy.grants = List.of(grants);
    return copy.certificate();
  }

  /** The same with something to be done once it has changed. */
  public static ObservedCertificate renewing(
      ObservedCertificate.OnRenewal onRenewal, ObservedCertificate certificate) {
    return new ObservedCertificate(
        certificate.secret(),
        certificate.password(),
        certificate.onDisabled(),
        certificate.identity(),
        certificate.placement(),
        certificate.content(),
        onRenewal);
  }

  /** The same, for which the newest enabled version is used while the newest is disabled. */
  public static ObservedCertificate withPrevious(ObservedCertificate certificate) {
    return new ObservedCertificate(
        certificate.secret(),
        certificate.password(),
        OnDisabled.PREVIOUS,
        certificate.identity(),
        certificate.placement(),
        certificate.content(),
        certificate.onRenewal());
  }

  private ObservedCertificate certificate() {
    return new ObservedCertificate(
        original.secret(),
        password,
        original.onDisabled(),
        original.identity(),
        new Placement(
            original.placement().store(),
            linkName,
            layout,
            chain,
            keystore,
            retainedVersions,
            linkTargets,
            versions,
            grants),
        content,
        original.onRenewal());
  }
}
