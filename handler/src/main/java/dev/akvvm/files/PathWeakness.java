package dev.akvvm.files;

import dev.akvvm.files.Access.AclEntry;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place on the way to a directory where someone other than root can redirect the path.
 *
 * @param path the directory or link that can be changed
 * @param isOwner whether they can because they own it; else because they may write to it
 * @param who can change it; empty for everyone
 */
public record PathWeakness(Path path, boolean isOwner, Optional<AclEntry> who) {
  /** Why chown and chmod do not help there, for a message; empty where they do. */
  public Optional<String> fixedRights() {
    MountedFileSystem system = MountedFileSystem.of(path);
    if (system.isWindowsShare()) {
      return Optional.of(
          "mount the file system (%s) with uid=0,file_mode=0600,dir_mode=0755,mfsymlinks"
              .formatted(system.type()));
    }
    return system.isWindowsDisk()
        ? Optional.of(
            "mount another file system there: this one (%s) commonly has neither modes nor"
                    .formatted(system.type())
                + " symbolic links")
        : Optional.empty();
  }
}
