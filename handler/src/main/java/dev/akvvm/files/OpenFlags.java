package dev.akvvm.files;

/** Flags of open(2) and its relatives; {@code asm-generic/fcntl.h}, and AArch64's own two. */
final class OpenFlags {
  static final int READ = 0;
  static final int WRITE = 01;
  static final int CREATE = 0100;
  static final int EXCLUSIVE = 0200;
  static final int APPEND = 02000;

  /** A FIFO is opened at once, and a device never blocks. */
  static final int NONBLOCK = 04000;

  static final int DIRECTORY = Processor.isArm() ? 040000 : 0200000;
  static final int NOFOLLOW = Processor.isArm() ? 0100000 : 0400000;

  /** A file without a name in this directory. */
  static final int TMPFILE = 020000000 | DIRECTORY;

  static final int CLOEXEC = 02000000;

  /** A handle for what is below it; needs no right to the directory itself. */
  static final int PATH = 010000000;

  /** Means "relative to nothing" where a path is absolute. */
  static final int AT_FDCWD = -100;

  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_EMPTY_PATH = 0x1000;

  private OpenFlags() {}
}
