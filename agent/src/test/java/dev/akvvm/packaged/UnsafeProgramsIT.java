package dev.akvvm.packaged;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No user gets a program run as root, however much of what leads to one is in their hands. */
@Timeout(300)
@OnMachine
final class UnsafeProgramsIT {
  /** This machine's own are not to be touched. */
  private static final String FOLDERS =
      "for folder in /home /srv /root; do mount -t tmpfs -o mode=755 tmpfs $folder; done;"
          + " mount -t tmpfs -o mode=1777 tmpfs /tmp";

  @Test
  @Tag("nightly")
  void renewal_withoutSystemd_onlyWhatIsRootsAloneIsRun(Machine machine, PackageFolder handler) {
    // Before its files are covered, should they lie there.
    machine.azure();
    machine.output("sh", "-ec", FOLDERS);
    assertSafe(machine, handler);
  }

  @Test
  @OnMachine(systemd = true)
  void renewal_withSystemd_onlyWhatIsRootsAloneIsRun(Machine machine, PackageFolder handler) {
    assertSafe(machine, handler);
  }

  private static void assertSafe(Machine machine, PackageFolder handler) {
    UnsafePrograms programs = new UnsafePrograms(machine, handler);
    programs.enable();
    programs.assertPrograms();
    programs.assertHooks();
  }
}
