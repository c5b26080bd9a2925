package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an {@link Attacker} has achieved in a machine outside of its own folders. */
final class Harm {
  /** Where programs are run from, root's own files, and other stores. */
  private static final List<String> WATCHED = List.of("/etc", "/root", "/usr/local", "/srv");

  private static final String FOREIGN_KEYS =
      "%1$s/key.pem %2$s/*/privkey.pem %2$s/*.PEM"
          .formatted(AttackedMachine.FOREIGN_FILES, HonestStore.FOLDER);

  /** Errors do not matter: files may vanish while find looks at them. */
  private static final String STRAYS =
      """
      find /var/lib/waagent /run -name '*contoso.victim*' 2>/dev/null
      grep -rl -e -----BEGIN /var/lib/akvvm 2>/dev/null
      true
      """;

  private final Machine machine;
  private final HonestStore honest;
  private final Attacker attacker;
  private final Outside before;

  /** Watches from now on. */
  Harm(Machine machine, HonestStore honest, Attacker attacker) {
    this.machine = machine;
    this.honest = honest;
    this.attacker = attacker;
    this.before = watched();
  }

  private Outside watched() {
    return Outside.of(machine, WATCHED).without(HonestStore.FOLDER);
  }

  /** Fails if there is any, listing all of it. */
  void assertNone() {
    assertEquals("", String.join("\n", found()));
  }

  private List<String> found() {
    List<String> harm = new ArrayList<>();
    before.changesTo(watched()).forEach(each -> harm.add("outside of the store: " + each));
    honest.harm().forEach(each -> harm.add("in the honest store: " + each));
    attacker.filesOfItsNowOthers().forEach(each -> harm.add("the attacker's own file " + each));
    attacker
        .programsRunByOthers()
        .forEach(each -> harm.add("the attacker's program was run by user " + each));
    Map<String, String> foreign = PrivateKeys.in(machine, FOREIGN_KEYS);
    attacker
        .keysRead()
        .forEach(
            (key, where) -> {
              if (foreign.containsKey(key)) {
                harm.add("the attacker read the private key " + foreign.get(key) + ": " + where);
              }
            });
    strays().forEach(each -> harm.add("a file of the attacked store's certificates: " + each));
    return harm;
  }

  private List<String> strays() {
    return machine.output("sh", "-c", STRAYS).lines().toList();
  }
}
