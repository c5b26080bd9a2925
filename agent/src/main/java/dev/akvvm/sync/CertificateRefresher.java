package dev.akvvm.sync;

import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.store.OnDisk;
import dev.akvvm.store.StoreException;
import dev.akvvm.store.UnmanagedCertificate;
import dev.akvvm.sync.CertificateState.Remarks;
import dev.akvvm.vault.CertificatePolicyReader;
import dev.akvvm.vault.CertificateReader;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one certificate up to date; whatever goes wrong affects no other. */
public final class CertificateRefresher {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final CertificateReader reader;
  private final SingleFiles singleFiles;
  private final FailureHints hints;
  private final VersionInstaller installer;
  private final CertificateStore store;

  /**
   * The result of polling one certificate.
   *
   * @param current what readers get now
   * @param remarks what is to be said besides; empty if that was not determined, and what is known
   *     stays
   * @param retry why to poll it again sooner than at the next interval; empty when there is no need
   * @param next when to poll it again at the latest; empty when the interval is soon enough
   * @param metadata what was learnt about a version that was written; empty when none was, and what
   *     is known stays
   */
  record Result(
      Optional<InstalledCertificate> current,
      Outcome outcome,
      Optional<Remarks> remarks,
      Optional<Failure> retry,
      Optional<Instant> next,
      Optional<CertificateMetadata> metadata) {

    static Result failed(Failure failure, Optional<InstalledCertificate> current) {
      return new Result(
          current,
          new Outcome.Failed(failure),
          Optional.empty(),
          Optional.of(failure),
          Optional.empty(),
          Optional.empty());
    }

    static Result failed(String reason, Optional<InstalledCertificate> current) {
      return failed(Failure.needsOperator(reason), current);
    }

    Result with(Warning warning) {
      return new Result(
          current, outcome, remarks.map(each -> each.with(warning)), retry, next, metadata);
    }

    Result with(String note) {
      return new Result(
          current, outcome, remarks.map(each -> each.with(note)), retry, next, metadata);
    }

    Result dueBy(Instant time) {
      return new Result(current, outcome, remarks, retry, Optional.of(time), metadata);
    }

    Result with(CertificateMetadata learnt) {
      return new Result(current, outcome, remarks, retry, next, Optional.of(learnt));
    }
  }

  /** A refresher that reads from {@code vault} and installs to {@code store}. */
  public CertificateRefresher(
      VaultReader vault, CertificatePolicyReader policyReader, CertificateStore store) {
    this.reader = new CertificateReader(vault);
    this.hints = new FailureHints(policyReader);
    this.installer =
        new VersionInstaller(
            vault, new KeystorePasswords(vault), new BundleReader(vault), policyReader, store);
    this.singleFiles = new SingleFiles(reader, vault);
    this.store = store;
  }

  /**
   * What is on disk now, without asking the vault. Empty for a store that cannot be read; the
   * reason is reported when its certificate is polled.
   */
  Optional<InstalledCertificate> onDisk(ObservedCertificate certificate) {
    return onDisk(store, certificate);
  }

  private static Optional<InstalledCertificate> onDisk(
      CertificateStore store, ObservedCertificate certificate) {
    try {
      return store.look(certificate).installed();
    } catch (StoreException e) {
      LOG.warn("{}: cannot read the store: {}", certificate.displayName(), e.reason());
      return Optional.empty();
    }
  }

  /** What has left the settings and is on disk still. */
  List<UnmanagedCertificate> unmanaged() {
    return store.unmanaged();
  }

  /** Where the tokens come from that its polls need. */
  Source tokenSource(ObservedCertificate certificate) {
    return Source.ofTokens(reader.vault().tokenSource(certificate.identity()));
  }

  /** What readers of a certificate get now, for the actions after its renewal. */
  public static Optional<CurrentVersion> current(
      CertificateStore store, ObservedCertificate certificate) {
    return onDisk(store, certificate).map(CertificateRefresher::current);
  }

  static CurrentVersion current(InstalledCertificate installed) {
    return new CurrentVersion(installed.version(), installed.dnsNames());
  }

  /**
   * Asks the vault for the current version and installs it, unless it is already there, or what is
   * there is better; then only what has drifted is corrected. May be called for several
   * certificates at once.
   *
   * @param last the state after the last poll
   * @param now when the pass began
   */
  Result refresh(ObservedCertificate certificate, PollState last, Instant now) {
    LOG.info("Beginning refresh for: {}", certificate.source());
    OnDisk before = OnDisk.nothing();
    try {
      before = store.look(certificate);
      if (certificate.content().layout().isPresent()) {
        return updateFile(certificate, before, now);
      }
      CertificateReader.Answer answer = reader.read(certificate, now);
      log(certificate, before, answer.secret().version());
      Result result = update(certificate, before, answer.secret(), last, now);
      return answer.note().map(result::with).orElse(result);
    } catch (VaultException e) {
      Failure failure = Failure.of(e, certificate.vault(), tokenSource(certificate));
      return maintained(
          certificate,
          e instanceof VaultException.Disabled
              ? hints.onDisabled(certificate, failure, last)
              : failure,
          before);
    } catch (StoreException e) {
      // Its links may have been switched before the disk refused.
      return Result.failed("cannot use the store: " + e.reason(), onDisk(certificate));
    } catch (OutOfMemoryError e) {
      // The work on this certificate is given up, so that the others can go on.
      LOG.error("{}: out of memory", certificate.displayName(), e);
      return Result.failed("out of memory while processing this certificate", before.installed());
    } catch (RuntimeException e) {
      LOG.error("{}: internal error", certificate.displayName(), e);
      return Result.failed("internal error: " + e, before.installed());
    }
  }

  private static void log(ObservedCertificate certificate, OnDisk before, String version) {
    LOG.atDebug()
        .addKeyValue("vault", certificate.vault().name())
        .addKeyValue("certificate", certificate.secret().name())
        .addKeyValue("version", version)
        .log(
            "{}: on disk: {}",
            certificate.displayName(),
            before
                .installed()
                .map(each -> each.version().equals(version) ? "this version" : each.version())
                .orElse("none"));
  }

  private Result update(
      ObservedCertificate certificate, OnDisk before, Secret secret, PollState last, Instant now)
      throws StoreException, VaultException {
    try {
      return installer.update(certificate, before, secret, now);
    } catch (BundleReader.NoPasswordException e) {
      return maintained(certificate, e.failure(), before);
    } catch (UnusableCertificateException e) {
      Failure failure = Failure.needsOperator("the certificate cannot be used: " + e.reason());
      return maintained(
          certificate, hints.onUnusable(certificate, secret.version(), failure, last), before);
    }
  }

  /** How long it is valid may have changed while its version has not: it is made each time. */
  private Result updateFile(ObservedCertificate certificate, OnDisk before, Instant now)
      throws StoreException {
    try {
      SingleFiles.Made made = singleFiles.make(certificate, now);
      log(certificate, before, made.file().version());
      Result result = installer.install(certificate, before, made);
      return made.note().map(result::with).orElse(result);
    } catch (SingleFiles.UnreadableException e) {
      return maintained(certificate, e.failure(), before);
    }
  }

  /** The vault may be out of reach for long; the readers' access is maintained all the same. */
  private Result maintained(ObservedCertificate certificate, Failure failure, OnDisk before) {
    try {
      store.maintain(certificate, before, Optional.empty());
    } catch (StoreException e) {
      LOG.warn("{}: cannot use the store: {}", certificate.displayName(), e.reason());
    }
    return Result.failed(failure, before.installed());
  }
}
