package dev.akvvm.sync;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.store.OnDisk;
import dev.akvvm.store.StoreException;
import dev.akvvm.sync.CertificateRefresher.Result;
import dev.akvvm.sync.CertificateState.Remarks;
import dev.akvvm.vault.CertificatePolicyReader;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives readers the version that the vault gave, or maintains the one they have. */
record VersionInstaller(
    VaultReader vault,
    KeystorePasswords passwords,
    BundleReader bundles,
    CertificatePolicyReader policyReader,
    CertificateStore store) {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  /**
   * Installs a version unless it is there, or {@link VersionChoice} is against it; what is on disk
   * is then maintained.
   *
   * @param before what was on disk a moment ago
   * @param secret the version, as the vault gave it
   * @param now when the pass began
   * @throws BundleReader.NoPasswordException when it needs a password that is not known
   * @throws UnusableCertificateException when it is not a certificate that can be installed
   * @throws VaultException when the vault does not say whether what is on disk is its own
   */
  Result update(ObservedCertificate certificate, OnDisk before, Secret secret, Instant now)
      throws StoreException,
          UnusableCertificateException,
          BundleReader.NoPasswordException,
          VaultException {
    KeystorePasswords.Lookup password = passwords.of(certificate);
    Optional<CertificateStore.Installation> kept =
        hasKeystore(certificate)
            // It is generated again to see whether its password is still the same.
            ? Optional.empty()
            : store.maintain(certificate, before, Optional.of(secret.version()));
    if (kept.isPresent()) {
      return result(kept.get(), password, true);
    }
    CertificateBundle bundle = bundles.decode(certificate, secret, now);
    Optional<InstalledCertificate> other =
        before.installed().filter(each -> !each.version().equals(secret.version()));
    VersionChoice choice = choice(certificate, bundle, other, now);
    Optional<Result> current =
        choice instanceof VersionChoice.Install
            ? Optional.empty()
            : keep(certificate, before, other.orElseThrow(), password, now);
    if (current.isEmpty()) {
      return install(certificate, before, secret, bundle, password, now);
    }
    return switch (choice) {
      case VersionChoice.Install _ -> current.get();
      case VersionChoice.HoldBack held -> current.get().with(note(secret, held)).dueBy(held.next());
      case VersionChoice.Expired expired -> current.get().with(warning(secret, expired));
    };
  }

  private static boolean hasKeystore(ObservedCertificate certificate) {
    return certificate.placement().keystore().isPresent();
  }

  /** A version that the settings name is what the operator wants, whatever its validity. */
  private static VersionChoice choice(
      ObservedCertificate certificate,
      CertificateBundle bundle,
      Optional<InstalledCertificate> other,
      Instant now) {
    return VersionChoice.of(
        new Validity(bundle.notBefore(), bundle.notAfter()),
        other
            .filter(_ -> certificate.secret().version().isEmpty())
            .map(each -> new Validity(each.notBefore(), each.notAfter())),
        now);
  }

  private static String note(Secret secret, VersionChoice.HoldBack held) {
    return "version %s becomes valid at %s and is installed %s"
        .formatted(
            secret.version(),
            held.validFrom(),
            held.isForcedEarly() ? "when the one on disk expires" : "then");
  }

  private static Warning warning(Secret secret, VersionChoice.Expired expired) {
    return new Warning(
        Warning.Kind.NEWEST_EXPIRED,
        "version %s of the vault expired at %s and is not installed; create a new version"
            .formatted(secret.version(), expired.at()));
  }

  private Result install(
      ObservedCertificate certificate,
      OnDisk before,
      Secret secret,
      CertificateBundle bundle,
      KeystorePasswords.Lookup password,
      Instant now)
      throws StoreException {
    boolean isThere = isThere(before, secret.version());
    CertificateStore.Installation installation =
        store.install(certificate, before, secret.version(), bundle, password.value());
    Result result = result(installation, password, isThere && !installation.isChanged());
    return isThere ? result : result.with(metadata(certificate, before, bundle, now));
  }

  /** Installs what is one file, which stays as it is if it is there already. */
  Result install(ObservedCertificate certificate, OnDisk before, SingleFiles.Made made)
      throws StoreException {
    CertificateStore.Installation installation = store.install(certificate, before, made.file());
    boolean isUnchanged = isThere(before, made.file().version()) && !installation.isChanged();
    return result(installation, KeystorePasswords.NONE, isUnchanged)
        .with(CertificateMetadata.of(made.parts()));
  }

  private static boolean isThere(OnDisk before, String version) {
    return before.installed().filter(each -> each.version().equals(version)).isPresent();
  }

  /**
   * Keeps the version on disk as the settings want it; its keystore is made from its files. Empty
   * when they turn out not to be the vault's.
   */
  private Optional<Result> keep(
      ObservedCertificate certificate,
      OnDisk before,
      InstalledCertificate current,
      KeystorePasswords.Lookup password,
      Instant now)
      throws StoreException, BundleReader.NoPasswordException, VaultException {
    Optional<CertificateStore.Installation> kept =
        store.maintain(certificate, before, Optional.empty());
    boolean canMakeKeystore = hasKeystore(certificate) && password.failure().isEmpty();
    if (kept.isPresent() && !canMakeKeystore) {
      return Optional.of(result(kept.get(), password, true));
    }
    Optional<CertificateBundle> bundle =
        kept.isPresent() ? before.bundle() : ofVault(certificate, current.version(), now);
    if (bundle.isEmpty()) {
      return Optional.empty();
    }
    CertificateStore.Installation installation =
        store.install(certificate, before, current.version(), bundle.get(), password.value());
    return Optional.of(result(installation, password, !installation.isChanged()));
  }

  /** The vault's value of a version that somebody else has installed; empty if it has none. */
  private Optional<CertificateBundle> ofVault(
      ObservedCertificate certificate, String version, Instant now)
      throws BundleReader.NoPasswordException, VaultException {
    try {
      Secret secret = vault.read(certificate.secret().pinnedTo(version), certificate.identity());
      return Optional.of(bundles.decode(certificate, secret, now));
    } catch (VaultException.NotFound | VaultException.Disabled | UnusableCertificateException e) {
      return Optional.empty();
    }
  }

  private static Result result(
      CertificateStore.Installation installation,
      KeystorePasswords.Lookup password,
      boolean isUnchanged) {
    List<Warning> warnings = new ArrayList<>(readerWarnings(installation));
    password
        .failure()
        .map(failure -> new Warning(Warning.Kind.KEYSTORE_NOT_WRITTEN, failure.reason()))
        .ifPresent(warnings::add);
    password
        .caution()
        .map(text -> new Warning(Warning.Kind.KEYSTORE_PASSWORD, text))
        .ifPresent(warnings::add);
    return new Result(
        Optional.of(installation.certificate()),
        isUnchanged ? new Outcome.Unchanged() : new Outcome.Installed(),
        Optional.of(new Remarks(warnings, List.of())),
        password
            .failure()
            .or(() -> installation.warnings().stream().findFirst().map(Failure::needsOperator)),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Warning> readerWarnings(CertificateStore.Installation installation) {
    return installation.warnings().stream()
        .map(text -> new Warning(Warning.Kind.READER_MISSING, text))
        .toList();
  }

  private CertificateMetadata metadata(
      ObservedCertificate certificate, OnDisk before, CertificateBundle bundle, Instant now) {
    bundle.missingIssuer().ifPresent(text -> LOG.warn("{}: {}", certificate.displayName(), text));
    return new CertificateMetadata(
        bundle.missingIssuer(),
        policyReader.nextRenewal(
            certificate.secret(), certificate.identity(), bundle.notBefore(), bundle.notAfter()),
        RenewalWarnings.of(before.bundle(), bundle, now));
  }
}
