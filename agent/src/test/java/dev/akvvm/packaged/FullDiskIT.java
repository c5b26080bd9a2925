package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that takes nothing: a command works or says why not, and all works once there is room. */
@Tag("lifecycle")
@Timeout(180)
@OnMachine
final class FullDiskIT {
  private static final int MISSING_DEPENDENCY = 52;
  private static final String STORE = "/srv/store";
  private static final String STATE = "/var/lib/akvvm";
  private static final Settings SETTINGS =
      Settings.polling(1, "web").with("certificateStoreLocation", STORE);

  /** Leaves no room for a byte. */
  private static final String FILL =
      """
      used=$(df --output=used -k "$1" | tail -n 1)
      mount -o "remount,size=$((used + 8))k" "$1"
      dd if=/dev/zero of="$1/filling" bs=1k 2>/dev/null || true
      ! (echo >"$1/more") 2>/dev/null
      rm -f "$1/more"
      """;

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  FullDiskIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
    machine.azure().create("web");
    machine.output(
        "sh", "-c", "mkdir -p " + STORE + " && mount -t tmpfs -o mode=0755 tmpfs " + STORE);
    store = new Store(machine, STORE);
  }

  @Test
  @DisplayName(
      "The state folder is full at every step: certificates stay, and all works afterwards")
  void commands_stateFolderIsFull_workOrSayIt() {
    commandsWorkOrSayIt(STATE);
  }

  @ParameterizedTest(
      quoteTextArguments = false,
      name = "{0} is full at every step: certificates stay, and all works afterwards")
  @Tag("nightly")
  @ValueSource(strings = {"/var/lib/waagent", "/var/log/azure", STORE})
  void commands_anotherFolderIsFull_workOrSayIt(String folder) {
    commandsWorkOrSayIt(folder);
  }

  @Test
  @Tag("nightly")
  @DisplayName("Disks are read-only: disable and uninstall succeed all the same")
  void stopping_disksAreReadOnly_succeeds() {
    for (String command : new String[] {"disable", "uninstall"}) {
      handler.enable(0, SETTINGS);
      handler.awaitSubstatus(0, "web", "success: version");
      machine.output("sh", "-ec", "for d in /tmp /var/lib; do mount --rbind $d $d; done");
      machine.output(
          "sh", "-ec", "for d in /tmp %s; do mount -o remount,bind,ro $d; done".formatted(STATE));
      Execution execution = handler.run(0, command);
      assertEquals(0, execution.exitCode(), execution.stderr());
      assertTrue(execution.stderr().contains("Read-only file system; continuing anyway"));
      assertEquals(List.of(), machine.vm().processes());
      machine.output("umount", "--recursive", "/tmp", "/var/lib");
    }
  }

  private void commandsWorkOrSayIt(String folder) {
    for (int number : new int[] {0, 1, 2}) {
      handler.settings(number, SETTINGS.json());
    }
    handler.run(0, "enable").output();
    handler.awaitSubstatus(0, "web", "success: version");
    String before = store.target("web");
    machine.output("sh", "-ec", FILL, "-", folder);
    Emulator.Version missed = machine.azure().renew("web");

    worksOrSaysIt(handler.run(1, "install"));
    worksOrSaysIt(handler.run(1, "enable"));
    assertTrue(machine.launcher().isPresent(), "the agent that worked was stopped");
    if (folder.equals(STORE)) {
      handler.awaitSubstatus(1, "web", "No space left on device", "; on disk: version");
      assertEquals(before, store.target("web"));
    }
    for (String command : new String[] {"disable", "update", "disable", "uninstall"}) {
      handler.run(1, command).output();
      assertEquals(List.of(), machine.vm().processes());
    }
    worksOrSaysIt(handler.run(1, "enable"));
    machine.output("openssl", "x509", "-noout", "-in", store.link("web"));

    machine.output("rm", folder + "/filling");
    machine.output("mount", "-o", "remount,size=1g", folder);
    handler.run(2, "install").output();
    handler.run(2, "enable").output();
    store.awaitInstalled("web", missed);
    handler.awaitLevel(2, "success");
    assertTrue(machine.launcher().orElseThrow().commandLine().endsWith(" 2"));
  }

  private static void worksOrSaysIt(Execution execution) {
    if (execution.exitCode() != 0) {
      assertEquals(MISSING_DEPENDENCY, execution.exitCode(), execution.stderr());
      String reason = execution.stderr().lines().findFirst().orElse("");
      assertTrue(reason.contains("No space left on device"), reason);
    }
  }
}
