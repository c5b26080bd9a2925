package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stores on real file systems that lack links, modes or owners, as shares and disks of Windows do:
 * exFAT, and FUSE's bindfs, which can be told what to lack.
 */
@Timeout(180)
@OnMachine
final class PoorFileSystemIT {
  private static final int MISSING_DEPENDENCY = 52;
  private static final int CONFIGURATION = 53;
  private static final String SHARE = "/srv/share";
  private static final String STORE = SHARE + "/certs";

  /** The loop device is freed with the mount. */
  private static final String EXFAT =
      """
      truncate -s 20M /run/exfat
      mkfs.exfat /run/exfat >/dev/null
      device=$(losetup --find --show /run/exfat)
      mount.exfat-fuse -o "$1" "$device" /srv/share >/dev/null
      """;

  private static final String PRIVATE_KEY = "PRIVATE KEY";

  private final Machine machine;
  private final PackageFolder handler;

  PoorFileSystemIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
  }

  @BeforeEach
  void create() {
    machine.azure().create("web");
    // The machine's /srv is its host's.
    machine.output(
        "sh", "-ec", "mount -t tmpfs -o mode=755 tmpfs /srv; mkdir /srv/share /run/real");
  }

  @Test
  void exfat_noLinksAndNoModes_isSaidAndNothingIsLeftOrWritten() {
    try (Share _ = exfat("umask=022")) {
      String lacking =
          "the file system (fuseblk) has no symbolic links, does not keep modes (a private file has"
              + " mode 755); choose another certificateStoreLocation";
      assertNotEnabled("/srv/share: " + lacking);

      machine.output("mkdir", STORE);
      enable(0);
      handler.awaitSubstatus(0, "web", "error: cannot use the store: " + STORE + ": " + lacking);
      int requests = machine.azure().received("vaults").size();
      machine
          .await()
          .until(
              "it was tried again",
              Machine.SOON,
              () -> machine.azure().received("vaults").size() > requests + 4);

      assertEquals("", machine.output("ls", "-A", STORE));
      assertDoctorSays(lacking);
      machine.output("sync");
      assertEquals(1, machine.run("grep", "-q", PRIVATE_KEY, "/run/exfat").exitCode());
    }
    machine.output("mkdir", "-m", "700", STORE);
    handler.awaitSubstatus(0, "web", "success: version");
  }

  /** As in many examples, the whole share is writable for everybody. */
  @Test
  void exfat_openToAll_isRefusedWithoutTalkOfChmod() {
    try (Share _ = exfat("umask=0")) {
      handler.settings(0, settings());
      Execution enabled = handler.run(0, "enable");
      assertEquals(CONFIGURATION, enabled.exitCode(), enabled.stderr());
      String said =
          "/srv/share is writable for everybody, who could redirect what root writes; use a"
              + " certificateStoreLocation below /etc or /var, or mount another file system there:"
              + " this one (fuseblk) commonly has neither modes nor symbolic links";
      assertTrue(enabled.stderr().contains(said), enabled.stderr());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'--chmod-ignore -p 0644,a+D', does not keep modes (a private file has mode 644)",
    "--create-for-user=1000, does not keep owners (a file of uid 0 belongs to uid 1000)"
  })
  void bindfs_lacksModesOrOwners_isSaidAndNoKeyIsWritten(String options, String lack) {
    machine.output("sh", "-ec", "bindfs " + options + " /run/real /srv/share");
    try (Share _ = new Share(machine)) {
      String said = "the file system (fuse) " + lack + "; choose another certificateStoreLocation";
      assertNotEnabled("/srv/share: " + said);

      machine.output("mkdir", "/run/real/certs");
      enable(0);
      handler.awaitSubstatus(0, "web", "error: cannot use the store: " + STORE + ": " + said);
      assertEquals("", machine.output("ls", "-A", "/run/real/certs"));
      assertDoctorSays(said);
    }
  }

  /** What worked goes on working until it has to be written, and is never made readable. */
  @Test
  void bindfs_losesModesLater_theNewVersionIsNotWrittenAndTheOldOneStays() {
    machine.output("sh", "-ec", "bindfs /run/real /srv/share");
    enable(0);
    handler.awaitSubstatus(0, "web", "success: version");
    unmount(machine);
    machine.output("sh", "-ec", "bindfs --chmod-ignore -p 0644,a+D /run/real /srv/share");
    try (Share _ = new Share(machine)) {
      Emulator.Version second = machine.azure().renew("web");
      handler.awaitSubstatus(0, "web", "does not keep modes", "; on disk: version");
      assertEquals(1, machine.run("grep", "-rq", second.version(), "/run/real").exitCode());
      assertEquals("2\n", machine.output("sh", "-c", "ls -A /run/real/certs | wc -l"));
    }
  }

  private Share exfat(String options) {
    machine.output("sh", "-ec", EXFAT, "-", options);
    return new Share(machine);
  }

  /** Unmounts the share, so that the host's loop device is free again. */
  private record Share(Machine machine) implements AutoCloseable {
    @Override
    public void close() {
      unmount(machine);
      machine.run("sh", "-c", "losetup -j /run/exfat -O NAME -n | xargs -r losetup -d");
    }
  }

  /** The agent may be just looking. */
  private static void unmount(Machine machine) {
    machine
        .await()
        .until("it is unmounted", Machine.SOON, () -> machine.run("umount", SHARE).exitCode() == 0);
  }

  private void enable(int number) {
    handler.settings(number, settings());
    handler.run(number, "enable").output();
  }

  private static String settings() {
    return Settings.polling(1, "web").with("certificateStoreLocation", STORE).json();
  }

  /** A store that is missing is not even created. */
  private void assertNotEnabled(String reason) {
    handler.settings(0, settings());
    Execution enabled = handler.run(0, "enable");
    assertEquals(MISSING_DEPENDENCY, enabled.exitCode(), enabled.stderr());
    assertTrue(
        enabled
            .stderr()
            .contains(
                "cannot create the store /srv/share/certs (certificateStoreLocation of"
                    + " contoso/web): "
                    + reason),
        enabled.stderr());
    assertEquals("", machine.output("ls", "-A", SHARE));
  }

  private void assertDoctorSays(String lacking) {
    Execution doctor = handler.run(0, "doctor");
    assertTrue(doctor.stdout().contains("fix     store: " + SHARE), doctor.stdout());
    assertTrue(doctor.stdout().contains(lacking), doctor.stdout());
  }
}
