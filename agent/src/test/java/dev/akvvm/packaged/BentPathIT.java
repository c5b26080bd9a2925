package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.vm.VmService;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders on the way to a store that somebody else than root can exchange for links. */
@Timeout(180)
@OnMachine
final class BentPathIT {
  private static final Placed VICTIM = Placed.in(Attacker.STORE, "victim").readBy(Attacker.NAME);

  @TempDir private Path folder;
  private final AttackedMachine attacked;
  private final Attacker attacker;
  private final Machine machine;

  BentPathIT(Machine machine, AttackedMachine attacked, Attacker attacker) {
    this.machine = machine;
    this.attacked = attacked;
    this.attacker = attacker;
    attacked.create("victim");
  }

  /** A private folder of root's is not even opened to the user whom the settings name. */
  @ParameterizedTest
  @Tag("nightly")
  @CsvSource({
    Attacker.STORE + ", " + AttackedMachine.CRON,
    Attacker.PARENT + ", /etc",
    Attacker.STORE + ", " + AttackedMachine.PRIVATE
  })
  void folderBecomesALink_toAFolderOfRoots_nothingIsWrittenThere(String folder, String target) {
    attacked.enable(VICTIM);
    attacker.replacesWithLink(folder, target);
    machine.azure().renew("victim");
    attacked.letPollsPass();
    attacked.assertUnharmed();
    attacked.awaitFailure(VICTIM);

    attacked.restartAgent();
    attacked.letPollsPass();
    attacked.assertUnharmed();
    attacked.awaitFailure(VICTIM);

    attacker.restores(folder);
    Emulator.Version last = machine.azure().renew("victim");
    attacked.awaitSubstatus(VICTIM, "success: version " + last.version());
    attacked.letPollsPass();
    attacked.assertUnharmed();
    assertEquals(List.of(), attacker.othersAtHome());
  }

  @Test
  void storeBecomesALink_toTheHooks_noProgramOfTheAttackersRuns() {
    attacked.enable(VICTIM);
    attacker.replacesWithLink(Attacker.STORE, AttackedMachine.HOOKS);
    Emulator.Version version = machine.azure().renew("victim");
    attacked.letPollsPass();
    // Whatever lies among the hooks now may lead into the store: to a program of the owner's, put
    // there time and again.
    attacker.restores(Attacker.STORE);
    String program = "#!/bin/sh\nid >" + Attacker.CANARIES + "/$$\n";
    attacker.plants(Attacker.HOME + "/program", program, "755");
    String replace = "cp -p program made && mv -f made " + VICTIM.path(version);
    try (VmService _ = attacker.keepsRunning(replace, folder.resolve("log"))) {
      attacked.letPollsPass();
    }
    attacked.assertUnharmed();
  }

  /**
   * The store was made by root where only root could write; then the folder above is given away.
   */
  @Test
  void safeStore_isGivenAway_isNeitherReadNorWrittenAnyMore() {
    String parent = "/srv/app/tls";
    Placed victim = Placed.in(parent + "/ssl", "victim").as("certbot").readBy("reader");
    machine.output("mkdir", "-p", parent);
    attacked.enable(victim);
    machine.output("chown", Attacker.NAME + ":" + Attacker.NAME, parent);
    attacked.letPollsPass();
    attacker.replacesWithLink(parent + "/ssl", AttackedMachine.CRON);
    attacked.watch();
    machine.azure().renew("victim");
    attacked.letPollsPass();
    attacked.assertUnharmed();
    attacked.restartAgent();
    attacked.letPollsPass();
    attacked.assertUnharmed();
    attacked.awaitRefusal(victim, parent);
    assertEquals(53, attacked.tryEnabling(victim).exitCode());

    attacker.restores(parent + "/ssl");
    machine.output("chown", "root:root", parent);
    attacked.tryEnabling(victim).output();
    Emulator.Version last = machine.azure().renew("victim");
    attacked.awaitSubstatus(victim, "success: version " + last.version());
  }
}
