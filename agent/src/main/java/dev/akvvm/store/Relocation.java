package dev.akvvm.store;

import dev.akvvm.settings.Placement.Versions;
import dev.akvvm.store.VersionFiles.Found;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.List;

/**
 * Brings versions to where the settings want them, after these have changed: what is hidden for the
 * sake of programs that read whole folders must not stay visible in older versions. Waits until the
 * links lead to the current version in its right place.
 */
record Relocation(VersionFiles versions) {
  /**
   * Moves the old versions, and removes the current one's files that were left behind; nothing that
   * a link in the store leads to.
   *
   * @param current what readers get
   */
  void apply(InstalledCertificate current) throws IOException {
    Versions wanted = versions.certificate().placement().versions();
    if (VersionName.parse(versions.certificate(), current.file())
        .filter(name -> name.place() == wanted)
        .isEmpty()) {
      return;
    }
    Versions other = wanted == Versions.HIDDEN ? Versions.VISIBLE : Versions.HIDDEN;
    List<Found> left = versions.in(other);
    for (Found found : left) {
      if (found.isShown()) {
        continue;
      }
      if (found.version().version().equals(current.version())) {
        versions.removeIfPossible(found);
      } else {
        versions.moveIfPossible(found, wanted);
      }
    }
    if (wanted == Versions.VISIBLE && !left.isEmpty()) {
      removeEmptyFolder();
    }
  }

  private void removeEmptyFolder() throws IOException {
    try {
      versions.store().deleteDirectory(VersionName.HIDDEN);
    } catch (DirectoryNotEmptyException e) {
      // Other certificates use it.
    }
  }
}
