package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.files.Directory;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.WalkedPath;
import dev.akvvm.ownership.OpenStore;
import dev.akvvm.ownership.StoreOwners;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates on disk. Each version has files of its own; links point to the current one and are
 * switched in one step each, once everything they lead to is complete and readable by those who
 * should.
 *
 * <p>A store is opened again for each certificate, as the user who may write there now, and all
 * reads and writes go through that handle. Several threads may use it: the work on one store is
 * done one piece after another, and a store that hangs holds up no other.
 */
public final class CertificateStore {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final StoreOwners owners;
  private final LinkRegistry links;
  private final Ledger ledger;
  private final Digests digests;
  private final Path guestAgentFolder;
  private final ChangeListener listener;
  private final StoreThreads threads = new StoreThreads();

  /**
   * A store for these certificates.
   *
   * @param observed all that the settings ask for: names that none of them needs any more are
   *     removed
   * @param records the files in which it records what it made
   * @param guestAgentFolder the guest agent's own folder, which it closes to others time and again;
   *     stores below it are made reachable to the readers in the settings
   * @param listener told of each change before it is made
   */
  public CertificateStore(
      Collection<ObservedCertificate> observed,
      Records records,
      Path guestAgentFolder,
      ChangeListener listener) {
    this.owners = new StoreOwners(observed);
    this.links = new LinkRegistry(observed, records.links());
    this.ledger =
        Ledger.read(
            records.installed(),
            observed.stream().map(ObservedCertificate::link).collect(Collectors.toSet()));
    this.digests = Digests.keyedBy(records.digestKey());
    this.guestAgentFolder = guestAgentFolder;
    this.listener = listener;
  }

  /**
   * The files in which a store records what it made, in a folder that is root's alone.
   *
   * @param links which names it made, so that it removes no others
   * @param installed what it wrote, so that it believes no others' files
   * @param digestKey the key of the digests in that
   */
  public record Records(Path links, Path installed, Path digestKey) {}

  /**
   * What earlier settings asked for and these do not: it is on disk still. A store that cannot be
   * read has nothing.
   */
  public List<UnmanagedCertificate> unmanaged() {
    UnmanagedLinks unmanaged = links.unmanaged();
    List<UnmanagedCertificate> found = new ArrayList<>();
    for (Path path : unmanaged.byStore().keySet()) {
      try {
        found.addAll(in(path, store -> Optional.of(unmanaged.in(path, store))).orElse(List.of()));
      } catch (StoreException e) {
        LOG.debug("{}: cannot be searched for what left the settings: {}", path, e.reason());
      }
    }
    return found;
  }

  private <T> T run(Path path, StoreThreads.Work<T> work) throws StoreException {
    try {
      return threads.run(path, work);
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  /**
   * The result of an installation.
   *
   * @param certificate what readers get now
   * @param isChanged whether readers get something other than before
   * @param warnings what could not be done as the settings say, though the certificate is in place;
   *     each one line for the operator: what is wrong, and what to do
   */
  public record Installation(
      InstalledCertificate certificate, boolean isChanged, List<String> warnings) {
    /** Copies the list. */
    public Installation {
      warnings = List.copyOf(warnings);
    }
  }

  /** Does something with a store that exists. */
  private interface Step<T> {
    T on(Directory store) throws IOException;
  }

  private <T> Optional<T> in(ObservedCertificate certificate, Step<Optional<T>> step)
      throws StoreException {
    return in(certificate.placement().store(), step);
  }

  private <T> Optional<T> in(Path path, Step<Optional<T>> step) throws StoreException {
    return run(
        path,
        () -> {
          try (OpenStore open = owners.open(path)) {
            Optional<Directory> store = open.directory();
            if (store.isEmpty()) {
              return Optional.empty();
            }
            try (Directory directory = store.get()) {
              return step.on(directory);
            }
          }
        });
  }

  /**
   * Reads what is on disk for a certificate.
   *
   * @throws StoreException when the store cannot be read
   */
  public OnDisk look(ObservedCertificate certificate) throws StoreException {
    return in(certificate, store -> Optional.of(look(certificate, store))).orElse(OnDisk.nothing());
  }

  private OnDisk look(ObservedCertificate certificate, Directory store) throws IOException {
    return OnDisk.read(certificate, store, ledger.find(certificate.link()), digests);
  }

  /**
   * Makes this version the current one. A file of that version with the same content is kept as it
   * is, whoever wrote it.
   *
   * @param before what was on disk a moment ago
   * @param keystorePassword the password of its keystore; empty to leave the keystore as it is
   * @throws StoreException when the disk refuses, or no one may write there; each link then points
   *     to what it did before, or to the new version
   */
  public Installation install(
      ObservedCertificate certificate,
      OnDisk before,
      String version,
      CertificateBundle bundle,
      Optional<String> keystorePassword)
      throws StoreException {
    return install(
        certificate, before, InstallPlan.of(certificate, version, bundle, keystorePassword));
  }

  /** The same for a version that is one file, which has nothing to do with keys. */
  public Installation install(ObservedCertificate certificate, OnDisk before, SingleFile file)
      throws StoreException {
    return install(certificate, before, InstallPlan.of(certificate, file));
  }

  private Installation install(ObservedCertificate certificate, OnDisk before, InstallPlan plan)
      throws StoreException {
    Path path = certificate.placement().store();
    return run(
        path,
        () -> {
          try (OpenStore open = owners.open(path)) {
            if (!before.leadsTo(plan.installed().version())) {
              open.tryStoring();
            }
            try (Directory store = open.make()) {
              return put(certificate, store, before, plan, true);
            }
          }
        });
  }

  /**
   * Maintains what is installed, if this extension installed it: owner, mode and readers of its
   * files, and old versions to remove. Writes nothing if all is as it should be, and nothing that
   * did not come from the vault.
   *
   * @param before what was on disk a moment ago
   * @param version which version must be installed, with everything that belongs to it; empty if
   *     the vault did not say
   * @return empty when it is not installed: {@link #install} puts that right
   * @throws StoreException when the disk refuses
   */
  public Optional<Installation> maintain(
      ObservedCertificate certificate, OnDisk before, Optional<String> version)
      throws StoreException {
    Optional<Ledger.Entry> entry =
        ledger
            .find(certificate.link())
            .filter(
                known ->
                    version.isEmpty()
                        || (version.get().equals(known.version())
                            && certificate.placement().chain() == known.chain()));
    Optional<CurrentVersion> current =
        entry
            .flatMap(before::versionOf)
            // To put names right takes everything that belongs to the version.
            .filter(found -> version.isEmpty() || found.isAsWanted());
    Optional<List<StoreFile>> files =
        current.flatMap(
            found ->
                before.files(
                    found, version.isPresent() ? entry.get().digests().keySet() : found.parts()));
    return files.isEmpty()
        ? Optional.empty()
        : in(
            certificate,
            store ->
                Optional.of(
                    put(
                        certificate,
                        store,
                        before,
                        current.get().plan(entry.get(), files.get()),
                        false)));
  }

  private Installation put(
      ObservedCertificate certificate,
      Directory store,
      OnDisk before,
      InstallPlan plan,
      boolean isFromVault)
      throws IOException {
    InstalledCertificate installed = plan.installed();
    ChangeNotification notification =
        new ChangeNotification(
            listener,
            certificate,
            before.installed().map(InstalledCertificate::version),
            installed.version());
    Installer installer =
        new Installer(
            store,
            ResolvedGrants.of(certificate.placement().grants()),
            before.contents(),
            notification,
            digests);
    letPass(certificate, store, installer);
    installer.makeDirectories(plan.directories());
    boolean isChanged = installer.write(plan.files());
    links.claim(certificate);
    isChanged |= installer.show(plan.links());
    installer.mark(plan.markers());
    if (isFromVault) {
      ledger.record(
          certificate.link(),
          new Ledger.Entry(
              installed.version(),
              certificate.placement().chain(),
              installed.notBefore(),
              installed.notAfter(),
              installed.dnsNames(),
              installed.key(),
              installer.digests()));
    }
    links.removeOld(certificate, store);
    VersionFiles versions = new VersionFiles(certificate, store);
    new Relocation(versions).apply(installed);
    new Retention(versions).apply(installed.version());
    return new Installation(installed, isChanged, installer.warnings());
  }

  private void letPass(ObservedCertificate certificate, Directory store, Installer installer)
      throws IOException {
    if (!certificate.placement().grants().isEmpty()) {
      if (isBelowGuestAgentFolder(store.path())) {
        try (Directory folder = DurableFiles.open(guestAgentFolder)) {
          installer.grantTraversal(folder);
        }
      }
      installer.grantTraversal(store);
    }
  }

  /** Either may be reached through a link. */
  private boolean isBelowGuestAgentFolder(Path store) throws IOException {
    try (WalkedPath folder = WalkedPath.of(guestAgentFolder);
        WalkedPath walked = WalkedPath.of(store)) {
      return folder.exists() && walked.resolved().startsWith(folder.resolved());
    }
  }
}
