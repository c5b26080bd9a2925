package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.testing.DiskSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/migrate.md promises about a store that another installation has left. */
@Timeout(180)
@OnMachine
final class MigrateIT {
  private static final Settings WEB = Settings.polling(3600, "web");

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  MigrateIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
  }

  /** The names are Microsoft's, and nothing tells who has written them. */
  @Test
  void storeOfAnother_isTakenUpUnchanged_andRenewed() {
    Emulator.Version version = machine.azure().create("web");
    handler.enable(0, WEB);
    store.awaitInstalled("web", version);
    handler.run(0, "disable").output();
    handler.run(0, "uninstall").output();
    machine.output("sh", "-ec", "rm -r /var/lib/akvvm/* " + handler.home() + "/status/*");
    DiskSnapshot left = store.snapshot();
    assertTrue(store.names().contains("contoso.web"), store.names().toString());

    handler.enable(1, WEB);
    handler.awaitSubstatus(1, "web", "success: ", version.version());
    assertEquals(left, store.snapshot());

    Emulator.Version renewed = machine.azure().renew("web");
    machine.kill("HUP", machine.launcher().orElseThrow());
    store.awaitInstalled("web", renewed);
  }
}
