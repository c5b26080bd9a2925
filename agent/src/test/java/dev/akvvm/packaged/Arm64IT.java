package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.AzureVm;
import dev.akvvm.vm.Execution;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;

/**
 * The package on the other processor, whose programs qemu runs, twenty times slower than this
 * one's. It must have been built with {@code -Dother.jmods=}; {@code test-fixtures/vm/arm64 jmods}
 * has them.
 */
@Tag("nightly")
@DisabledOnOs(architectures = "aarch64", disabledReason = "all other tests run on arm64 then")
@Timeout(1800)
final class Arm64IT {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Test
  void lifecycle_onArm64_certificateIsInstalledForItsReader() {
    AzureVm vm = AzureVm.start();
    try (Machine machine = Machine.of(vm)) {
      PackageFolder handler = PackageFolder.unpackedIn(machine);
      assertTrue(
          Files.exists(vm.path(handler.home() + "/runtime/arm64")),
          "no runtime for arm64: build with -Dother.jmods=");
      Emulator.Version version = machine.azure().create("web");
      Store store = Store.usual(machine);
      handler.settings(
          0, Settings.polling(3600, "web").with("acls", List.of(Map.of("user", "nobody"))).json());

      assertEquals(
          "KeyVaultForLinux " + PackageFolder.VERSION + "\n",
          run(vm, handler, "--version").output());
      assertEquals("", succeeded(run(vm, handler, "install")).stderr());
      assertEquals("", succeeded(run(vm, handler, "enable")).stderr());
      assertTrue(machine.launcher().orElseThrow().commandLine().contains("aarch64"));

      machine
          .await()
          .until(
              "the certificate",
              PATIENCE,
              () -> handler.status(0).of("web").startsWith("success: version"));
      assertEquals(store.file("web", version), store.target("web"));
      assertTrue(
          machine
              .output("setpriv", "--reuid=nobody", "--clear-groups", "cat", store.link("web"))
              .contains("BEGIN CERTIFICATE"));

      assertEquals("", succeeded(run(vm, handler, "disable")).stderr());
      assertEquals(List.of(), vm.processes());
    }
  }

  private static Execution run(AzureVm vm, PackageFolder handler, String command) {
    List<String> line = new ArrayList<>(List.of("env", "--chdir=" + handler.home()));
    line.addAll(List.of("ConfigSequenceNumber=0", handler.home() + "/bin/handler", command));
    return vm.execArm64(PATIENCE, line.toArray(String[]::new));
  }

  private static Execution succeeded(Execution execution) {
    assertEquals(0, execution.exitCode(), execution.stderr());
    return execution;
  }
}
