package dev.akvvm.files;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The few modes the project gives to what it creates. */
public final class Modes {
  /** 0600: keys, and what only root needs. */
  public static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");

  /** 0644: what anyone may read. */
  public static final Set<PosixFilePermission> PUBLIC_FILE =
      PosixFilePermissions.fromString("rw-r--r--");

  /** 0755: what anyone may run. */
  public static final Set<PosixFilePermission> PUBLIC_PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /** 0700: a directory of keys. */
  public static final Set<PosixFilePermission> PRIVATE_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  /** 0755: a directory others may pass through. */
  public static final Set<PosixFilePermission> PUBLIC_DIRECTORY =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private Modes() {}
}
