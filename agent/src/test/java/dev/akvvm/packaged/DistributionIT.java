package dev.akvvm.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.SystemdVm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The package on distributions with systemd and nothing else: no python, curl, openssl or ACL
 * tools, no CA bundle. The first machine of each kind in a checkout downloads Debian.
 */
@Timeout(600)
final class DistributionIT {
  private static final String UNIT = "akvvm_service";
  private static final String GLIBC = PackageFolder.RUNTIME + "/glibc";

  /** What the package must do without. */
  private static final List<String> TOOLS =
      List.of("python3", "curl", "wget", "openssl", "setfacl", "getfacl", "java");

  /** The oldest: glibc 2.31, as Ubuntu 20.04, and systemd 247. */
  @Test
  void lifecycle_onABareBullseye_works() throws IOException {
    lifecycle("bullseye");
  }

  /** All other tests run on bookworm, but with tools; trixie has glibc 2.41 and systemd 257. */
  @ParameterizedTest
  @ValueSource(strings = {"bookworm", "trixie"})
  @Tag("nightly")
  void lifecycle_onABareNewerDistribution_works(String suite) throws IOException {
    lifecycle(suite);
  }

  private static void lifecycle(String suite) throws IOException {
    try (Machine machine = bare(suite)) {
      assertRunsOn(machine);
      for (String tool : TOOLS) {
        assertEquals("", machine.run("sh", "-c", "command -v " + tool).stdout(), tool);
      }
      Emulator.Version first = machine.azure().create("web");
      PackageFolder handler = PackageFolder.unpackedIn(machine);
      Store store = Store.usual(machine);
      handler.run(0, "install").output();
      handler.enable(
          0,
          Settings.polling(2, "web")
              .with("requireInitialSync", true)
              .with("acls", List.of(Map.of("user", "nobody"))));
      store.awaitInstalled("web", first);
      handler.awaitLevel(0, "success");
      assertEquals("active", machine.run("systemctl", "is-active", UNIT).stdout().strip());
      assertTrue(readByNobody(machine, store).contains("BEGIN CERTIFICATE"));

      Emulator.Version second = machine.azure().renew("web");
      store.awaitInstalled("web", second);
      handler.awaitSubstatus(0, "web", "success: version " + second.version());

      handler.run(0, "disable").output();
      assertEquals("inactive", machine.run("systemctl", "is-active", UNIT).stdout().strip());
      handler.run(0, "uninstall").output();
      assertEquals(
          "not-found",
          machine.output("systemctl", "show", "--value", "--property=LoadState", UNIT).strip());
      assertTrue(readByNobody(machine, store).contains("BEGIN CERTIFICATE"));
    }
  }

  @Test
  @OnMachine
  void install_packageNeedsANewerGlibc_51AndSaysWhich(Machine machine, PackageFolder handler) {
    machine.write(handler.home() + "/" + GLIBC, "2.99\n");
    String found = machine.output("getconf", "GNU_LIBC_VERSION").strip();
    assertUnsupported(
        "this system has " + found + ", and this package needs glibc 2.99 or newer",
        handler.run(0, "install"));
  }

  /** What tells musl from glibc, on a system that has glibc all the same. */
  @Test
  void install_muslInsteadOfGlibc_51AndSaysSo() throws IOException {
    try (Machine machine = bare("bullseye")) {
      PackageFolder handler = PackageFolder.unpackedIn(machine);
      machine.output("sh", "-c", "printf '#!/bin/sh\\nexit 1\\n' >/usr/bin/getconf");
      machine.write("/usr/lib/ld-musl-x86_64.so.1", "");
      assertUnsupported(
          "the C library of this system is musl, and this package needs glibc %s or newer"
              .formatted(machine.read(handler.home() + "/" + GLIBC).strip()),
          handler.run(0, "install"));
    }
  }

  /** A package of a JDK that needs a newer glibc says so: there is nothing more to try. */
  private static void assertRunsOn(Machine machine) throws IOException {
    String needed = recordedGlibc();
    String found = machine.output("getconf", "GNU_LIBC_VERSION").strip().replace("glibc ", "");
    Runtime.Version version = Runtime.Version.parse(found);
    if (version.compareTo(Runtime.Version.parse(needed)) < 0) {
      PackageFolder handler = PackageFolder.unpackedIn(machine);
      assertUnsupported(
          "this system has glibc %s, and this package needs glibc %s or newer"
              .formatted(found, needed),
          handler.run(0, "install"));
      assumeTrue(false, "built from a JDK that needs glibc " + needed);
    }
  }

  private static String recordedGlibc() throws IOException {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile())) {
      byte[] text = zip.getInputStream(zip.getEntry(GLIBC)).readAllBytes();
      return new String(text, UTF_8).strip();
    }
  }

  private static void assertUnsupported(String reason, Execution execution) {
    assertEquals(51, execution.exitCode());
    assertEquals(reason + "\n", execution.stderr());
  }

  private static Machine bare(String suite) {
    return Machine.startWithSystemd(SystemdVm.Options.debian12().withSuite(suite).withoutTools());
  }

  private static String readByNobody(Machine machine, Store store) {
    return machine.output(
        "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "cat", store.link("web"));
  }
}
