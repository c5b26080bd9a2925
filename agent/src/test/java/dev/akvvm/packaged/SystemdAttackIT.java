package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The owner of a store in a home directory against the agent in its sandbox, which is built anew
 * meanwhile: it opens what the settings name, not what the owner makes of it.
 */
@Timeout(300)
@OnMachine(systemd = true)
final class SystemdAttackIT {
  private static final String UNIT = "akvvm_service";
  private static final long MANY = 1000;

  @TempDir private Path folder;
  private final AttackedMachine attacked;
  private final Attacker attacker;
  private final Machine machine;

  SystemdAttackIT(Machine machine, AttackedMachine attacked, Attacker attacker) {
    this.machine = machine;
    this.attacked = attacked;
    this.attacker = attacker;
  }

  private Placed victim(String name) {
    attacked.create(name);
    return Placed.in(Attacker.STORE, name).readBy(Attacker.NAME);
  }

  @Test
  void storeBecomesALinkToTheHooks_andTheServiceStartsAgain_theSandboxOpensNothing() {
    becomesALink(AttackedMachine.HOOKS);
  }

  @Test
  @Tag("nightly")
  void storeBecomesALinkToAPrivateFolder_andTheServiceStartsAgain_theSandboxOpensNothing() {
    becomesALink(AttackedMachine.PRIVATE);
  }

  private void becomesALink(String target) {
    Placed victim = victim("victim");
    attacked.enable(victim);
    attacker.replacesWithLink(Attacker.STORE, target);
    Emulator.Version version = machine.azure().renew("victim");
    attacked.restartAgent();
    attacked.letPollsPass();
    attacked.assertUnharmed();
    attacked.awaitFailure(victim);

    // What has come among the hooks may lead to a program in the store.
    attacker.restores(Attacker.STORE);
    attacker.plants(
        Attacker.HOME + "/program", "#!/bin/sh\nid >" + Attacker.CANARIES + "/$$\n", "755");
    attacker.runs("cp -p program " + victim.path(version));
    attacked.restartAgent();
    attacked.letPollsPass();
    attacked.assertUnharmed();
    attacked.awaitSubstatus(victim, "success: version " + version.version());
    assertEquals(List.of(), attacker.othersAtHome());
  }

  @Test
  void race_whileTheSandboxIsBuiltAgain_harmsNobodyElse() {
    Placed[] victims = {
      victim("victim"), victim("victim2").as("split"), victim("victim3").as("certbot")
    };
    attacked.enable(victims);
    Race race = new Race(attacked, victims);
    race.run(folder.resolve("race"), this::beginRestart, "--slots=parent,store", "--things=folder");
    attacked.assertUnharmed();
    race.assertWasOne(MANY);

    attacked.restartAgent();
    for (Placed each : victims) {
      Emulator.Version version = machine.azure().renew(each.name());
      attacked.awaitSubstatus(each, "success: version " + version.version());
    }
    attacked.assertUnharmed();
    assertEquals(List.of(), attacker.othersAtHome());
  }

  /** Whether it comes up again is seen by the next renewal in time. */
  private void beginRestart() {
    machine.output("systemctl", "restart", "--no-block", UNIT);
  }
}
