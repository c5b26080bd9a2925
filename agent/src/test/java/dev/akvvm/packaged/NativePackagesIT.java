package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.SystemdVm;
import dev.akvvm.vm.VmProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The .deb and the .rpm, from installation to the end, on machines with systemd. */
@Timeout(600)
final class NativePackagesIT {
  private static final String SETTINGS = "/etc/akvvm/settings.json";
  private static final String UNIT_FILE = "/etc/systemd/system/akvvm_service.service";
  private static final String UNCONFIGURED =
      "nothing was started: write /etc/akvvm/settings.json (mode 600), then run akvvm-side-load"
          + " --packaged\n";
  private static final Settings WEB = Settings.polling(3600, "web");

  @TempDir private Path folder;

  @Test
  void deb_fromFirstToLast_onDebian12() throws IOException {
    assertLivesWithDpkg("bookworm");
  }

  @Test
  @Tag("nightly")
  void deb_fromFirstToLast_onDebian13() throws IOException {
    assertLivesWithDpkg("trixie");
  }

  private void assertLivesWithDpkg(String suite) throws IOException {
    try (Machine machine =
        Machine.startWithSystemd(SystemdVm.Options.debian12().withSuite(suite))) {
      Store store = Store.usual(machine);
      Emulator.Version version = machine.azure().create("web");
      NativePackages current = NativePackages.of(machine, PackageFolder.zip(), folder);
      NativePackages next = next(machine);

      String said = current.dpkg(machine).output();
      assertTrue(said.endsWith(UNCONFIGURED), said);
      assertFalse(exists(machine, SideLoad.ROOT));

      machine.write(SETTINGS, WEB.json());
      said = NativePackages.load(machine);
      assertTrue(said.contains("the agent was started for settings 0\nagent: running "), said);
      store.awaitInstalled("web", version);
      assertRuns(machine, PackageFolder.VERSION);

      assertRefusesUnusableSettings(machine, next);

      machine.write(SETTINGS, WEB.json());
      NativePackages.dpkg(machine, "--configure", "akvvm").output();
      assertRuns(machine, PackageFolder.NEXT);
      assertFalse(exists(machine, SideLoad.home(PackageFolder.VERSION)));
      assertEquals(WEB.json(), machine.read(SETTINGS));

      NativePackages.dpkg(machine, "--remove", "akvvm").output();
      assertIsGone(machine);
      assertEquals(WEB.json(), machine.read(SETTINGS));
      assertTrue(exists(machine, PackageFolder.LOGS));

      // A vault that lacks a certificate is no reason to call the installation broken.
      machine.write(SETTINGS, Settings.polling(3600, "absent").json());
      said = next.dpkg(machine).output();
      assertTrue(said.contains("contoso/absent  failing "), said);
      assertRuns(machine, PackageFolder.NEXT);

      NativePackages.dpkg(machine, "--purge", "akvvm").output();
      assertIsGone(machine);
      assertFalse(exists(machine, "/etc/akvvm"));
      assertFalse(exists(machine, "/var/log/azure"));
      assertNotEquals(0, machine.run("dpkg-query", "--status", "akvvm").exitCode());
      assertTrue(store.names().contains("contoso.web"));
    }
  }

  /** The agent of before goes on; dpkg says that the package is not configured. */
  private static void assertRefusesUnusableSettings(Machine machine, NativePackages next) {
    VmProcess agent = machine.launcher().orElseThrow();
    machine.write(SETTINGS, Settings.polling(3600).json());
    Execution refused = next.dpkg(machine);
    assertNotEquals(0, refused.exitCode());
    assertTrue(refused.stderr().contains("observedCertificates cannot be empty"), refused.stderr());
    assertEquals(agent, machine.launcher().orElseThrow());
    assertEquals(
        "install ok half-configured",
        machine.output("dpkg-query", "--showformat=${Status}", "--show", "akvvm"));
  }

  @Test
  @Tag("nightly")
  @OnMachine(systemd = true)
  void rpm_fromFirstToLast(Machine machine, Store store) throws IOException {
    Emulator.Version version = machine.azure().create("web");
    NativePackages current = NativePackages.of(machine, PackageFolder.zip(), folder);
    NativePackages next = next(machine);

    assertEquals(UNCONFIGURED, install(machine, current.rpm()));
    assertFalse(exists(machine, SideLoad.ROOT));

    machine.write(SETTINGS, WEB.json());
    NativePackages.load(machine);
    store.awaitInstalled("web", version);
    assertRuns(machine, PackageFolder.VERSION);

    String said = install(machine, next.rpm());
    assertTrue(said.contains("the agent was started for settings 0\nagent: running "), said);
    assertRuns(machine, PackageFolder.NEXT);
    assertFalse(exists(machine, SideLoad.home(PackageFolder.VERSION)));
    assertEquals(WEB.json(), machine.read(SETTINGS));
    assertEquals("", rpm(machine, "--verify", "--nodeps", "akvvm").output());

    rpm(machine, "--erase", "akvvm").output();
    assertIsGone(machine);
    assertEquals(WEB.json(), machine.read(SETTINGS));
    assertTrue(store.names().contains("contoso.web"));
  }

  private Execution rpm(Machine machine, String... arguments) {
    try {
      return NativePackages.rpm(
          machine, Files.createDirectories(folder.resolve("rpmdb")), arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String install(Machine machine, Path rpm) {
    return rpm(machine, "--upgrade", "--nodeps", rpm.toString()).output();
  }

  @Test
  @OnMachine
  void build_sameZip_sameBytesAndWhatTheyNeed(Machine machine) throws IOException {
    NativePackages one = NativePackages.of(machine, PackageFolder.zip(), folder.resolve("one"));
    NativePackages two = NativePackages.of(machine, PackageFolder.zip(), folder.resolve("two"));
    assertArrayEquals(Files.readAllBytes(one.deb()), Files.readAllBytes(two.deb()));
    assertArrayEquals(Files.readAllBytes(one.rpm()), Files.readAllBytes(two.rpm()));
    String fields =
        machine
            .vm()
            .execBeside(
                Machine.SOON, "dpkg-deb", "--field", one.deb().toString(), "Version", "Depends")
            .output();
    assertEquals(
        List.of(
            "Version: " + PackageFolder.VERSION + "-1",
            "Depends: libc6 (>= %s), util-linux, unzip | libarchive-tools | python3 | busybox"
                .formatted(glibc(machine))),
        fields.lines().toList());
    String needs = rpm(machine, "--query", "--requires", "--package", one.rpm() + "").output();
    assertTrue(needs.contains("glibc >= " + glibc(machine) + "\n"), needs);
    assertTrue(needs.contains("(unzip or bsdtar or python3 or busybox)\n"), needs);
  }

  private static String glibc(Machine machine) {
    String file = PackageFolder.RUNTIME + "/glibc";
    return machine
        .vm()
        .execBeside(Machine.SOON, "unzip", "-p", PackageFolder.zip().toString(), file)
        .output()
        .strip();
  }

  private NativePackages next(Machine machine) throws IOException {
    SideLoad sideLoad = new SideLoad(machine);
    Path zip = machine.vm().path(sideLoad.repackedAs(PackageFolder.NEXT));
    // A name of this machine's: what makes the packages sees no other.
    Path copy = Files.copy(zip, folder.resolve("next.zip"));
    Files.delete(zip);
    return NativePackages.of(machine, copy, folder);
  }

  private static void assertRuns(Machine machine, String version) {
    VmProcess launcher = machine.launcher().orElseThrow();
    assertTrue(
        launcher.commandLine().contains(SideLoad.home(version) + "/"), launcher.commandLine());
    assertEquals("active\n", machine.output("systemctl", "is-active", "akvvm_service"));
  }

  private static void assertIsGone(Machine machine) {
    assertTrue(machine.launcher().isEmpty());
    assertFalse(exists(machine, UNIT_FILE));
    assertFalse(exists(machine, SideLoad.ROOT));
    assertEquals(1, machine.run("test", "-L", "/usr/local/bin/akvvm").exitCode());
    assertEquals(1, machine.run("test", "-e", "/usr/sbin/akvvm-side-load").exitCode());
  }

  private static boolean exists(Machine machine, String path) {
    return Files.exists(machine.vm().path(path));
  }
}
