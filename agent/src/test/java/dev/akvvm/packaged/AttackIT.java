package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The owner of a store, and of the folder above it, against the agent: everything there is
 * exchanged for links, FIFOs, endless files and files of its own, up to a hundred thousand times a
 * second, while certificates are renewed. Outside of the store nothing may change, no foreign key
 * be read, nothing of the attacker's run, and the renewals of others arrive in time.
 */
@Timeout(300)
@OnMachine
final class AttackIT {
  private static final long MANY = 1000;

  @TempDir private Path folder;
  private final AttackedMachine attacked;
  private final Attacker attacker;
  private final Machine machine;

  AttackIT(Machine machine, AttackedMachine attacked, Attacker attacker) {
    this.machine = machine;
    this.attacked = attacked;
    this.attacker = attacker;
    machine.azure().secret("password", "change it");
  }

  /** Several certificates in one store: a pass is longer then, and has more names to strike at. */
  private Placed[] victims(String store, String layout, String reader) {
    Placed[] victims =
        Stream.of("victim", "victim2", "victim3", "victim4")
            .map(name -> Placed.in(store, name).as(layout).readBy(reader))
            .map(each -> each.with("retainedVersions", 1))
            .toArray(Placed[]::new);
    String password = "https://contoso.vault.azure.net/secrets/password";
    victims[0] = victims[0].with("keystore", Map.of("passwordUrl", password));
    for (Placed each : victims) {
      attacked.create(each.name());
    }
    return victims;
  }

  @Test
  void race_byAReaderOfTheStore_harmsNobodyElse() {
    raceByAReader("certbot");
  }

  @ParameterizedTest
  @Tag("nightly")
  @ValueSource(strings = {"combined", "split"})
  void race_byAReaderInOtherLayouts_harmsNobodyElse(String layout) {
    raceByAReader(layout);
  }

  private void raceByAReader(String layout) {
    Placed[] victims = victims(Attacker.STORE, layout, Attacker.NAME);
    attacked.enable(victims);
    List<Long> agent = attacked.javas();

    Race race = new Race(attacked, victims);
    race.run(folder.resolve("race"), "--plant", "2");
    attacked.assertUnharmed();
    race.assertWasOne(MANY);
    assertEquals(agent, attacked.javas(), "the agent did not live through " + race);
    assertEquals("", attacked.handler().launcherOutput());

    attacker.replacesWithLink(Attacker.STORE, AttackedMachine.CRON);
    for (Placed each : victims) {
      attacked.awaitFailure(each);
    }
    assertHonestIsWell();
    attacker.restores(Attacker.STORE);
    // Also what lies where links belong: it is somebody's, and stays until somebody takes it away.
    attacker.runs("rm -rf tls/ssl/* tls/ssl/.contoso*");
    for (Placed each : victims) {
      Emulator.Version version = machine.azure().renew(each.name());
      attacked.awaitSubstatus(each, "success: version " + version.version());
      attacker.runs("cat " + each.key(version));
    }
    attacked.assertUnharmed();
    assertEquals(List.of(), attacker.othersAtHome());
  }

  /** Root made the store while only root could; now somebody has it who may not read a thing. */
  @Test
  @Tag("nightly")
  void race_byOneWhoGotTheStoreLater_isAgainstNobody() {
    Placed[] victims = victims(Attacker.STORE, "certbot", "reader");
    machine.output("chown", "-R", "root:root", Attacker.HOME);
    attacked.enable(victims);
    List<Long> agent = attacked.javas();
    machine.output("chown", Attacker.NAME, Attacker.HOME, Attacker.PARENT, Attacker.STORE);
    attacked.letPollsPass();
    Outside roots = Outside.of(machine, List.of(Attacker.HOME)).ownedBy(0);

    Race race = Race.forRefused(attacked, victims);
    race.run(folder.resolve("race"), "--plant", "2");
    attacked.assertUnharmed();
    race.assertWasOne(MANY);
    assertEquals(agent, attacked.javas(), "the agent did not live through " + race);
    // Wherever the attacker has moved them: root has made no file here, and changed none.
    Outside now = Outside.of(machine, List.of(Attacker.HOME)).ownedBy(0);
    assertEquals(List.of(), roots.madeUntil(now));
    for (Placed each : victims) {
      attacked.awaitRefusal(each, Attacker.HOME);
    }
    assertHonestIsWell();
  }

  private void assertHonestIsWell() {
    for (String name : List.of(HonestStore.CERTBOT, HonestStore.COMBINED)) {
      String said = attacked.status().of(name);
      assertTrue(said.startsWith("success"), name + ": " + said);
    }
  }
}
