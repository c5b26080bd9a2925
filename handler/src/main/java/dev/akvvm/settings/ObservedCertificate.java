package dev.akvvm.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One entry of {@code observedCertificates}.
 *
 * @param vault where the certificate is kept
 * @param certificate its name there
 * @param pinnedVersion the 32 hex digits of the one version wanted; empty to follow the newest
 * @param store the directory its files go to, absolute
 * @param linkName the name of its current link in the store
 */
public record ObservedCertificate(
    Vault vault, String certificate, Optional<String> pinnedVersion, Path store, String linkName) {
  /** Refuses a name that would leave the store. */
  public ObservedCertificate {
    if (!store.isAbsolute()) {
      throw new IllegalArgumentException("a store is absolute: " + store);
    }
    if (linkName.isEmpty() || linkName.contains("/") || linkName.startsWith(".")) {
      throw new IllegalArgumentException("a link name stays in its store: " + linkName);
    }
  }

  /** {@code <vault>/<certificate>}: its name in status and log. */
  public String displayName() {
    return vault.name() + "/" + certificate;
  }

  /** The current link: no two observed certificates share it, so it tells them apart. */
  public Path link() {
    return store.resolve(linkName);
  }
}
