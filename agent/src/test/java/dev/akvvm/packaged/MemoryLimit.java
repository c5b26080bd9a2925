package dev.akvvm.packaged;

/**
 * So little memory for a service of a machine that the kernel's out-of-memory killer kills what it
 * starts. systemd limits it itself where control groups are of version 2; those of version 1 are
 * not left to a system within another, so the group is made by hand.
 */
final class MemoryLimit implements AutoCloseable {
  private static final String SET =
      """
      mkdir /run/memory
      if mount -t cgroup -o memory memory /run/memory 2>/dev/null; then
        mkdir /run/memory/akvvm-test
        echo "$2" >/run/memory/akvvm-test/memory.limit_in_bytes
        systemctl show --value --property=MainPID "$1" >/run/memory/akvvm-test/cgroup.procs
      else
        systemctl set-property --runtime "$1" MemoryMax="$2"
      fi
      """;

  /** A group can be removed when nothing is left in it. */
  private static final String LIFT =
      """
      if mountpoint -q /run/memory; then
        until rmdir /run/memory/akvvm-test 2>/dev/null; do
          for each in $(cat /run/memory/akvvm-test/cgroup.procs); do
            echo "$each" >/run/memory/cgroup.procs || true
          done
        done
      else
        systemctl set-property --runtime "$1" MemoryMax=infinity
      fi
      """;

  private final Machine machine;
  private final String unit;

  /** Limits the main process of a unit, and what it starts from now on. */
  MemoryLimit(Machine machine, String unit, String size) {
    this.machine = machine;
    this.unit = unit;
    machine.output("sh", "-ec", SET, "-", unit, size);
  }

  @Override
  public void close() {
    machine.output("sh", "-ec", LIFT, "-", unit);
  }
}
