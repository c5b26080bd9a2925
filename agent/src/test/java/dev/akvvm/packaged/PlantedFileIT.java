package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the owner of a store may put in the place of a version's files: it costs the owner's own
 * certificates something until the next polls, and nobody else anything.
 */
@Timeout(180)
@OnMachine
final class PlantedFileIT {
  private static final String PEM_END = "-----END CERTIFICATE-----\n";

  private final AttackedMachine attacked;
  private final Attacker attacker;
  private final Machine machine;

  PlantedFileIT(Machine machine, AttackedMachine attacked, Attacker attacker) {
    this.machine = machine;
    this.attacked = attacked;
    this.attacker = attacker;
  }

  private static Placed victim(String name) {
    return Placed.in(Attacker.STORE, name).readBy(Attacker.NAME);
  }

  @Test
  void linksToForeignKeys_inEachLayout_givesNoneOfThemAway() {
    Placed combined = victim("victim");
    Placed split = victim("victim-split").as("split");
    Placed certbot = victim("victim-certbot").as("certbot");
    Emulator.Version inOne = attacked.create("victim");
    Emulator.Version inTwo = attacked.create("victim-split");
    Emulator.Version inFour = attacked.create("victim-certbot");
    attacked.enable(combined, split, certbot);

    String foreign = AttackedMachine.FOREIGN_FILES;
    attacker.runs(
        "ln -sf %s/both.pem %s; ln -sf %s/chain.pem %s; ln -sf %s/key.pem %s"
            .formatted(
                foreign, combined.path(inOne),
                foreign, split.chain(inTwo),
                foreign, split.key(inTwo)));
    attacker.replacesWithLink(certbot.path(inFour), AttackedMachine.FOREIGN_FOLDER);
    attacked.letPollsPass();
    attacker.readsKeys(AttackedMachine.FOREIGN);
    attacked.assertUnharmed();

    attacked.restartAgent();
    attacked.letPollsPass();
    attacker.readsKeys(AttackedMachine.FOREIGN);
    attacked.assertUnharmed();
    assertWritten(combined, inOne);
    assertWritten(split, inTwo);
    assertTruthful(certbot, inFour);
  }

  @Test
  void fifo_inAVersionsPlace_delaysNobody() {
    Placed victim = victim("victim");
    Emulator.Version version = attacked.create("victim");
    attacked.enable(victim);
    String path = victim.path(version);
    attacker.runs("rm -f " + path + "; mkfifo " + path);
    attacked.restartAgent();
    attacked.letPollsPass();
    attacked.assertUnharmed();
    assertWritten(victim, version);
  }

  @Test
  @Tag("nightly")
  void endlessFiles_inVersionsPlaces_delayNobody() {
    Placed sparse = victim("victim-sparse");
    Placed zero = victim("victim-zero");
    Placed inFour = victim("victim-certbot").as("certbot");
    Emulator.Version first = attacked.create("victim-sparse");
    Emulator.Version second = attacked.create("victim-zero");
    Emulator.Version third = attacked.create("victim-certbot");
    attacked.enable(sparse, zero, inFour);
    List<Long> agent = attacked.javas();
    attacker.runs(
        "rm -f %1$s; truncate -s 8G %1$s; ln -sf /dev/zero %2$s; mv %3$s %3$s.kept; mkdir %3$s;"
                .formatted(sparse.path(first), zero.path(second), inFour.path(third))
            + " cd %s; cp %s cert.pem; truncate -s 8G fullchain.pem; ln -s /dev/zero privkey.pem"
                .formatted(inFour.path(third), Attacker.OWN));
    attacked.letPollsPass();
    assertEquals(agent, attacked.javas(), "the agent was ended by what it read");
    attacked.restartAgent();
    List<Long> next = attacked.javas();
    attacked.letPollsPass();
    assertEquals(next, attacked.javas(), "the agent was ended by what it read");
    attacked.assertUnharmed();
    assertWritten(sparse, first);
    assertWritten(zero, second);
    assertWritten(inFour, third);
  }

  @Test
  @Tag("nightly")
  void foreignShortOrUnorderedChain_underTheRightName_isWrittenAnew() {
    Placed foreign = victim("victim-foreign");
    Placed leafOnly = victim("victim-short");
    Placed unordered = victim("victim-unordered");
    List<Placed> all = List.of(foreign, leafOnly, unordered);
    List<Emulator.Version> versions =
        all.stream().map(each -> attacked.create(each.name())).toList();
    attacked.enable(foreign, leafOnly, unordered);

    attacker.runs("cp own.pem made && mv made " + foreign.path(versions.get(0)));
    String whole = machine.read(leafOnly.path(versions.get(1)));
    String key = whole.substring(whole.lastIndexOf(PEM_END) + PEM_END.length());
    String leaf = whole.substring(0, whole.indexOf(PEM_END) + PEM_END.length());
    attacker.plants(leafOnly.path(versions.get(1)), leaf + key, "600");
    String ordered = machine.read(unordered.path(versions.get(2)));
    attacker.plants(unordered.path(versions.get(2)), reversed(ordered), "600");
    attacked.restartAgent();
    attacked.letPollsPass();
    attacked.assertUnharmed();
    assertAll(
        () -> assertWritten(foreign, versions.get(0)),
        () -> assertEquals(whole, machine.read(leafOnly.path(versions.get(1))), "short"),
        () -> assertEquals(ordered, machine.read(unordered.path(versions.get(2))), "unordered"));
    assertWritten(leafOnly, versions.get(1));
    assertWritten(unordered, versions.get(2));
  }

  /** The leaf, and then its issuers from the root down. */
  private static String reversed(String pem) {
    List<String> parts = List.of(pem.split("(?<=-----END CERTIFICATE-----\n)"));
    int issuers = parts.size() - 1;
    assertTrue(issuers >= 3, "a chain of two issuers at least is needed: " + pem);
    return parts.getFirst()
        + String.join("", parts.subList(1, issuers).reversed())
        + parts.getLast();
  }

  @Test
  void filesOfTheAttackers_inVersionsPlaces_stayTheAttackers() {
    Placed setId = victim("victim-setid");
    Placed twice = victim("victim-twice");
    Emulator.Version first = attacked.create("victim-setid");
    Emulator.Version second = attacked.create("victim-twice");
    attacked.enable(setId, twice);

    String kept = Attacker.HOME + "/kept";
    attacker.runs(
        "cat %1$s >setid; chmod 6755 setid; mv setid %1$s; cat %2$s >kept; chmod 600 kept; ln -f kept %2$s"
            .formatted(setId.path(first), twice.path(second)));
    attacked.letPollsPass();
    attacked.restartAgent();
    attacked.letPollsPass();
    attacked.assertUnharmed();
    String mine = Integer.toString(Attacker.ID);
    assertEquals(mine, machine.output("stat", "-c", "%u", kept).strip(), kept + " changed hands");
    assertEquals("1", machine.output("stat", "-c", "%h", kept).strip(), "the store still has it");
    assertWritten(setId, first);
    assertWritten(twice, second);
  }

  @Test
  @Tag("nightly")
  void linkToAnotherStoresVersion_inAVersionsPlace_leavesThatAlone() {
    Placed victim = victim("victim").as("certbot");
    Emulator.Version version = attacked.create("victim");
    attacked.enable(victim);
    String before = attacked.honest().target(HonestStore.CERTBOT);
    attacker.replacesWithLink(victim.path(version), before);
    attacker.runs("rm " + victim.link());
    // Not by renewals of the honest store: this is about its present version.
    machine
        .await()
        .until("two polls", AttackedMachine.IN_TIME, new Polls(machine, "victim")::areTwoMore);
    attacker.readsKeys(AttackedMachine.FOREIGN);
    attacked.assertUnharmed();
    assertEquals(before, attacked.honest().target(HonestStore.CERTBOT));
    assertTruthful(victim, version);

    attacker.restores(victim.path(version));
    attacked.awaitSubstatus(victim, "success: version " + version.version());
    attacked.letPollsPass();
    attacked.assertUnharmed();
    assertWritten(victim, version);
  }

  /** What is there has the right content, so only its readers would have to be put right. */
  @Test
  @Tag("nightly")
  void linkToTheSameVersion_inAnotherStore_opensThatToNobody() {
    Placed victim = victim("victim").as("certbot");
    Placed other = Placed.in("/etc/ssl/other", "victim").as("certbot");
    Emulator.Version version = attacked.create("victim");
    machine.output("mkdir", "-m", "755", other.store());
    attacked.enable(victim, other);
    attacker.replacesWithLink(victim.path(version), other.path(version));
    attacked.letPollsPass();
    attacked.restartAgent();
    attacked.letPollsPass();
    attacked.assertUnharmed();
  }

  @Test
  @Tag("nightly")
  void oldVersions_thatLeadElsewhere_areAllThatIsRemoved() {
    Placed victim = victim("victim").as("certbot").with("retainedVersions", 0);
    Emulator.Version version = attacked.create("victim");
    attacked.enable(victim);
    String old = victim.store() + "/contoso.victim.0000000000000000000000000000000";
    String honest = attacked.honest().target(HonestStore.CERTBOT);
    attacker.runs("ln -s " + AttackedMachine.FOREIGN_FOLDER + " " + old + "1.1.2");
    attacker.runs("ln -s " + honest + " " + old + "2.1.2");
    attacker.runs("ln -s " + AttackedMachine.FOREIGN_FILES + "/both.pem " + old + "3.1.2.PEM");
    attacker.runs("mkfifo " + old + "4.1.2.PEM");
    attacker.runs("mkdir -p " + old + "5.1.2/privkey.pem/x");
    attacked.letPollsPass();
    attacked.assertUnharmed();
    // What cannot be removed may be said of this certificate, which is in place all the same.
    assertEquals(version.fingerprint(), HonestStore.fingerprint(machine, victim.chain(version)));
  }

  /** The vault's version lies there, readable to the owner of the store, and the status says so. */
  private void assertWritten(Placed victim, Emulator.Version version) {
    attacked.awaitSubstatus(victim, "success: version " + version.version());
    assertEquals(
        version.fingerprint(), HonestStore.fingerprint(machine, victim.chain(version)), "leaf");
    assertEquals(
        machine.output("openssl", "x509", "-in", victim.chain(version), "-noout", "-pubkey"),
        machine.output("openssl", "pkey", "-in", victim.key(version), "-pubout"));
    for (String file : List.of(victim.chain(version), victim.key(version))) {
      assertEquals(
          "regular file 600 1",
          machine.output("stat", "-c", "%F %a %h", file).strip().replace("640", "600"),
          file);
      attacker.runs("cat " + file);
    }
  }

  /** What is called a success is one. */
  private void assertTruthful(Placed victim, Emulator.Version version) {
    String said = attacked.substatus(victim);
    assertFalse(said.isEmpty(), "nothing is said of " + victim.name());
    if (said.startsWith("success")) {
      assertWritten(victim, version);
    }
  }
}
