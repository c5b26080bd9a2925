package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stores on whose way somebody else than root can write: settings that name one are refused, with
 * the folder, its owner and what can be done; but for those whose owner shall read all of it.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OnMachine
final class UnsafeStoreIT {
  private static final int REFUSED = 53;

  private static final Pattern WHO =
      Pattern.compile("\\b(mallory|4321|4322|group|others|every(one|body)|any(one|body)|world)\\b");

  /** Each makes a way to a store. */
  private static final String FOLDERS =
      """
      cd /srv
      echo "certs:x:4323:mallory" >>/etc/group
      mkdir -p owned/ssl store member/ssl group/ssl world/ssl others/tls/ssl linked real/ssl open/ssl
      chown mallory:mallory owned store member member/ssl others others/tls/ssl linked open/ssl
      mv store others/store
      chown reader:reader others/tls
      mkdir -m 700 others/store/ssl
      chgrp certs group; chmod 775 group
      chmod 777 world
      mkdir -m 1777 sticky; mkdir sticky/taken sticky/roots; chown mallory:mallory sticky/taken
      ln -s /srv/real/ssl linked/ssl
      setfacl -m u:mallory:rwx open
      """;

  private final AttackedMachine attacked;
  private final Machine machine;

  UnsafeStoreIT(Machine machine, AttackedMachine attacked) {
    this.machine = machine;
    this.attacked = attacked;
    machine.output("sh", "-ec", FOLDERS);
    attacked.create("victim");
  }

  /** Whether a line says which folder is unsafe, who can write there, and where stores are safe. */
  static boolean isToldOf(String text, String folder) {
    return text.lines()
        .anyMatch(
            line ->
                line.contains(folder)
                    && WHO.matcher(line.replace(folder, "")).find()
                    && line.contains("/etc")
                    && line.contains("/var"));
  }

  /** Whether a text says that its owner may read the certificates and all is well. */
  static boolean offersGrant(String text) {
    return text.contains("acls") || text.contains("grant");
  }

  @ParameterizedTest
  @CsvSource({
    // The folder above belongs to one who is not a reader, or the store itself does.
    "/srv/owned/ssl, /srv/owned, reader",
    "/srv/others/store/ssl, /srv/others, reader",
    // Two can bend the way: told is where the one can who is not a reader.
    "/srv/others/tls/ssl, /srv/others/tls, mallory",
    // More can write than one user.
    "/srv/group/ssl, /srv/group, mallory",
    "/srv/world/ssl, /srv/world, mallory",
    // By an entry of an ACL.
    "/srv/open/ssl, /srv/open, reader",
    // Somebody was there first, where everybody may make folders.
    "/srv/sticky/taken/ssl, /srv/sticky/taken, reader",
    // The link is not root's, whatever it leads to.
    "/srv/linked/ssl, /srv/linked, reader"
  })
  void store_thatOthersCanBend_isRefused(String store, String folder, String reader) {
    Placed victim = Placed.in(store, "victim").readBy(reader);
    attacked.watch();
    Execution enable = attacked.tryEnabling(victim);
    assertEquals(REFUSED, enable.exitCode(), enable.stdout() + enable.stderr());
    assertEquals("error", attacked.status().level());
    assertTrue(isToldOf(attacked.status().message(), folder), attacked.status().message());
    assertTrue(isToldOf(enable.stderr(), folder), enable.stderr());
    // Of several that can write, no single one's reading would help.
    assertTrue(offersGrant(enable.stderr()) || !reader.equals("reader"), enable.stderr());
    attacked.assertUnharmed();
  }

  @Test
  void validateAndDoctor_ofAStoreThatOthersCanBend_sayTheSame() {
    String folder = "/srv/owned";
    attacked.tryEnabling(Placed.in(folder + "/ssl", "victim").readBy("reader"));
    Execution validate =
        attacked.handler().run(0, "validate", attacked.handler().settingsFile(attacked.number()));
    String said = validate.stdout() + validate.stderr();
    assertTrue(isToldOf(said, folder), "validate: " + said);
    Execution doctor = attacked.handler().run(attacked.number(), "doctor");
    assertTrue(isToldOf(doctor.stdout(), folder), "doctor: " + doctor.stdout());
  }

  @Test
  void store_ofOneWhoReadsAllOfIt_isWrittenAsThatUser() {
    Placed all = Placed.in(Attacker.STORE, "victim").as("certbot").readBy("mallory", "reader");
    attacked.tryEnabling(all).output();
    Emulator.Version version = machine.azure().renew("victim");
    attacked.awaitSubstatus(all, "success: version " + version.version());
    attacked.renewHonest();
    assertEquals(List.of(), attacked.attacker().othersAtHome());
    for (String user : List.of(Attacker.NAME, "reader")) {
      machine.output(
          "setpriv", "--reuid=" + user, "--regid=99", "--clear-groups", "cat", all.key(version));
    }
    assertEquals("", machine.output("find", all.path(version), "-perm", "/7").strip());
  }

  @Test
  void store_ofOneWhoReadsItAsAMemberOfAGroup_isWrittenAsThatUser() {
    List<Map<String, String>> group = List.of(Map.of("group", "certs"));
    Placed victim = Placed.in("/srv/member/ssl", "victim").with("acls", group);
    attacked.tryEnabling(victim).output();
    Emulator.Version version = machine.azure().renew("victim");
    attacked.awaitSubstatus(victim, "success: version " + version.version());
    assertEquals(
        "mallory\n", machine.output("stat", "-c", "%U", victim.path(version)), "owner of the file");
    machine.output(
        "setpriv", "--reuid=99", "--regid=4323", "--clear-groups", "cat", victim.key(version));
  }

  /** Others read all but one of its certificates, so its owner may not decide where they lie. */
  @Test
  void store_ofOneWhoReadsAllButOne_isRefused() {
    attacked.create("victim2");
    Placed read = Placed.in("/srv/owned/ssl", "victim").readBy(Attacker.NAME);
    Placed unread = Placed.in("/srv/owned/ssl", "victim2");
    Execution enable = attacked.tryEnabling(read, unread);
    assertEquals(REFUSED, enable.exitCode(), enable.stdout() + enable.stderr());
    assertTrue(isToldOf(enable.stderr(), "/srv/owned"), enable.stderr());
  }

  @Test
  void store_inAStickyFolder_madeByRootItself_isAsSafeAsAnother() {
    Placed made = Placed.in("/srv/sticky/made/ssl", "victim").readBy("reader");
    Placed roots = Placed.in("/srv/sticky/roots/ssl", "victim").readBy("reader");
    attacked.tryEnabling(made, roots).output();
    Emulator.Version version = machine.azure().renew("victim");
    attacked.awaitSubstatus(made, "success: version " + version.version());
    machine.output("test", "-s", made.path(version), "-a", "-s", roots.path(version));
  }
}
