package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Certificates on disk. Each version has files of its own; links show the current one and are
 * switched in one step each, once everything they lead to is complete and readable by whom it
 * should be. Several threads may use it: reading goes on while one of them writes.
 */
public final class CertificateStore {
  private final Names names;
  private final Path guestAgentFolder;
  private final ChangeListener listener;

  /** A store of whose changes nobody needs to know beforehand. */
  public CertificateStore(
      Collection<ObservedCertificate> observed, Path ledger, Path guestAgentFolder) {
    this(observed, ledger, guestAgentFolder, (_, _, _) -> {});
  }

  /**
   * A store for these certificates.
   *
   * @param observed all that the settings ask for: names none of them needs any more go
   * @param ledger the file in which it keeps which names it made
   * @param guestAgentFolder the guest agent's own folder, which it closes to others time and again;
   *     stores below it are made reachable to whom the settings name
   * @param listener told of each change before it is made
   */
  public CertificateStore(
      Collection<ObservedCertificate> observed,
      Path ledger,
      Path guestAgentFolder,
      ChangeListener listener) {
    this.listener = listener;
    this.names = new Names(observed, ledger);
    this.guestAgentFolder = guestAgentFolder;
  }

  /**
   * What is installed: the links lead to a version whose key and leaf match. Anything less is as
   * good as nothing, and is installed anew.
   */
  public Optional<InstalledCertificate> installed(ObservedCertificate certificate) {
    return FileLayout.of(certificate).shown().map(ShownVersion::installed);
  }

  /**
   * Makes this version the current one. A file of that version which is intact is kept as it is,
   * whoever wrote it.
   *
   * @param keystorePassword what its keystore is to be opened with; empty to leave the keystore as
   *     it is
   * @throws StoreException when the disk refuses; each link then shows what it showed, or the new
   *     version
   */
  public Installation install(
      ObservedCertificate certificate,
      String version,
      CertificateBundle bundle,
      Optional<String> keystorePassword)
      throws StoreException {
    try {
      return put(certificate, Blueprint.of(certificate, version, bundle, keystorePassword));
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  /**
   * Sees to everything around the version that is installed: owner, mode and readers of its files,
   * its links, its keystore, versions that are to go. Writes nothing where all is as it should be.
   *
   * @return empty when nothing is installed
   * @throws StoreException when the disk refuses
   */
  public Optional<Installation> maintain(
      ObservedCertificate certificate, Optional<String> keystorePassword) throws StoreException {
    Optional<ShownVersion> shown = FileLayout.of(certificate).shown();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    String version = shown.get().name().version();
    return Optional.of(install(certificate, version, shown.get().bundle(), keystorePassword));
  }

  /** One at a time: the certificates of one store share its folder and the ledger. */
  private synchronized Installation put(ObservedCertificate certificate, Blueprint blueprint)
      throws IOException {
    Path store = certificate.placement().store();
    DurableFiles.createDirectories(store, Modes.PRIVATE_DIRECTORY);
    Readers readers = Readers.of(certificate.placement().grants());
    Announcement announcement =
        new Announcement(listener, certificate, blueprint.installed().version());
    VersionWriter writer = new VersionWriter(readers, announcement);
    if (isBelowGuestAgentFolder(store)) {
      writer.letThrough(guestAgentFolder);
    }
    writer.letThrough(store);
    if (blueprint.directory().isPresent()) {
      DurableFiles.createDirectories(blueprint.directory().get(), Modes.PRIVATE_DIRECTORY);
      writer.letThrough(blueprint.directory().get());
    }
    boolean changed = writer.write(blueprint.files());
    Ledger made = names.claim(certificate);
    changed |= show(blueprint.links(), announcement);
    changed |= writer.write(blueprint.announcements());
    names.removeOld(certificate, made);
    Retention.apply(certificate, blueprint.installed().version());
    return new Installation(blueprint.installed(), changed, writer.complaints());
  }

  /** Either may be reached by a link. */
  private boolean isBelowGuestAgentFolder(Path store) throws IOException {
    return Files.isDirectory(guestAgentFolder)
        && store.toRealPath().startsWith(guestAgentFolder.toRealPath());
  }

  private static boolean show(Map<Path, Path> links, Announcement announcement) throws IOException {
    boolean changed = false;
    for (Map.Entry<Path, Path> link : links.entrySet()) {
      if (!ShownVersion.target(link.getKey()).equals(Optional.of(link.getValue()))) {
        announcement.make();
        DurableFiles.switchLink(link.getKey(), link.getValue());
        changed = true;
      }
    }
    return changed;
  }
}
