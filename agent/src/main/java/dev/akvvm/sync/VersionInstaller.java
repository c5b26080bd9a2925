package dev.akvvm.sync;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.store.OnDisk;
import dev.akvvm.store.StoreException;
import dev.akvvm.sync.CertificateRefresher.Result;
import dev.akvvm.vault.CertificatePolicyReader;
import dev.akvvm.vault.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives readers the version that the vault gave, or maintains the one they have. */
record VersionInstaller(
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
   */
  Result update(ObservedCertificate certificate, OnDisk before, Secret secret, Instant now)
      throws StoreException, UnusableCertificateException, BundleReader.NoPasswordException {
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
    return switch (choice(certificate, bundle, other, now)) {
      case VersionChoice.Install _ -> install(certificate, before, secret, bundle, password, now);
      case VersionChoice.HoldBack held ->
          maintain(certificate, before, other.orElseThrow(), password)
              .with(note(secret, held))
              .dueBy(held.next());
      case VersionChoice.Expired expired ->
          maintain(certificate, before, other.orElseThrow(), password)
              .with(warning(secret, expired));
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

  /** Keeps the version on disk as the settings want it; its keystore is made from its files. */
  private Result maintain(
      ObservedCertificate certificate,
      OnDisk before,
      InstalledCertificate current,
      KeystorePasswords.Lookup password)
      throws StoreException {
    Optional<CertificateStore.Installation> kept =
        store.maintain(certificate, before, Optional.empty());
    boolean canMakeKeystore = hasKeystore(certificate) && password.failure().isEmpty();
    Optional<CertificateBundle> bundle =
        canMakeKeystore && kept.isPresent() ? before.bundle() : Optional.empty();
    if (bundle.isEmpty()) {
      return result(
          kept.orElseGet(() -> new CertificateStore.Installation(current, false, List.of())),
          password,
          true);
    }
    CertificateStore.Installation installation =
        store.install(certificate, before, current.version(), bundle.get(), password.value());
    return result(installation, password, !installation.isChanged());
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
