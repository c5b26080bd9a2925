package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kind of a file system that is mounted: {@code ext4}, {@code cifs}, {@code fuse.sshfs}. It
 * serves for messages, and to tell what need not be tried; what one can do is found out by trying.
 *
 * @param type as in {@code /proc/self/mountinfo}
 */
record MountedFileSystem(String type) {
  private static final Set<String> WITH_EVERYTHING =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "f2fs");
  private static final Set<String> SHARES_OF_WINDOWS = Set.of("cifs", "smb3");
  private static final Set<String> DISKS_OF_WINDOWS =
      Set.of("vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk");

  /** One line of mountinfo: proc(5). */
  private record Mount(String id, Path point, String type) {
    static Optional<Mount> parse(String line) {
      List<String> fields = List.of(line.split(" ", -1));
      int dash = fields.lastIndexOf("-");
      return dash < 5 || dash + 1 >= fields.size()
          ? Optional.empty()
          : Optional.of(
              new Mount(fields.get(0), Path.of(unescaped(fields.get(4))), fields.get(dash + 1)));
    }

    private static String unescaped(String path) {
      return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }
  }

  /** That of an open file, whatever its name leads to meanwhile. */
  static MountedFileSystem of(Descriptor file) {
    Optional<String> id =
        lines(file.info()).stream()
            .filter(line -> line.startsWith("mnt_id:"))
            .map(line -> line.substring("mnt_id:".length()).strip())
            .findFirst();
    return of(mounts().stream().filter(mount -> id.equals(Optional.of(mount.id()))).findFirst());
  }

  /** That of a path without links. */
  static MountedFileSystem of(Path path) {
    return of(
        mounts().stream()
            .filter(mount -> path.startsWith(mount.point()))
            .max(Comparator.comparingInt(mount -> mount.point().getNameCount())));
  }

  private static MountedFileSystem of(Optional<Mount> mount) {
    return new MountedFileSystem(mount.map(Mount::type).orElse("of unknown kind"));
  }

  /** The later ones first, which cover others on the same point. */
  private static List<Mount> mounts() {
    return lines(Path.of("/proc/self/mountinfo")).reversed().stream()
        .flatMap(line -> Mount.parse(line).stream())
        .toList();
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether it is known to have links, modes and owners. */
  boolean hasEverything() {
    return WITH_EVERYTHING.contains(type);
  }

  /** Whether it is a share of SMB, whose modes and owners are options of the mount. */
  boolean isWindowsShare() {
    return SHARES_OF_WINDOWS.contains(type);
  }

  /** Whether it is one of Windows' own, which commonly has neither modes nor links. */
  boolean isWindowsDisk() {
    return DISKS_OF_WINDOWS.contains(type);
  }

  boolean isNfs() {
    return type.startsWith("nfs");
  }
}
