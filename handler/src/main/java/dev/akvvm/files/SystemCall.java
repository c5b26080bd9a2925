package dev.akvvm.files;

/**
 * The system calls this package makes, with their numbers on the two processors the package runs
 * on: {@code asm/unistd_64.h} of x86-64, {@code asm-generic/unistd.h} of AArch64.
 */
enum SystemCall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  FLOCK(73, 32),
  FSYNC(74, 82),
  FCHMOD(91, 52),
  GETEUID(107, 175),
  GETEGID(108, 177),
  SETGROUPS(116, 159),
  SETFSUID(122, 151),
  SETFSGID(123, 152),
  CAPSET(126, 91),
  FSETXATTR(190, 7),
  FGETXATTR(193, 10),
  GETDENTS64(217, 61),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  NEWFSTATAT(262, 79),
  UNLINKAT(263, 35),
  RENAMEAT(264, 38),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  FACCESSAT(269, 48);

  private final long x86;
  private final long arm;

  SystemCall(long x86, long arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  long number() {
    return number(Processor.isArm());
  }

  long number(boolean isArm) {
    return isArm ? arm : x86;
  }
}
