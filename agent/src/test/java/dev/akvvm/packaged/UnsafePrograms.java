package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs and hooks that a user without any rights could exchange, and does, each for a
 * certificate of its own, and such as only root could.
 */
record UnsafePrograms(Machine machine, PackageFolder handler) {
  private static final int INTERVAL = 2;
  private static final String HOOKS = "/etc/akvvm/renewal-hooks/deploy";

  /** Where each program notes its name and who it is run as. */
  private static final String RAN = "/var/lib/akvvm-test/ran";

  /** What root has made. */
  private static final String ROOTS =
      """
      umask 022
      mkdir -p /var/lib/akvvm-test /home/app/bin /srv/open /srv/shared /usr/local/lib/t
      printf '#!/bin/sh\\necho "${0##*/} $(id -u)" >>/var/lib/akvvm-test/ran\\n' >/usr/local/bin/good
      chmod 755 /usr/local/bin/good
      cp /usr/local/bin/good /home/app/bin/prog
      cp /usr/local/bin/good /srv/open/prog
      cp /usr/local/bin/good /srv/shared/prog
      cp /usr/local/bin/good /tmp/prog
      cp /usr/local/bin/good /root/good-at-home
      cp /usr/local/bin/good /usr/local/sbin/nginx
      ln -s /usr/local/bin/good /usr/local/bin/good-link
      ln -s /home/app/bin/prog /usr/local/bin/astray
      ln -s /usr/local/bin/good /home/app/link
      printf '#!/home/app/bin/sh\\n' >/usr/local/bin/script
      chmod 755 /usr/local/bin/script
      chown 1000 /home/app
      chmod 777 /srv/open
      chgrp 1000 /srv/shared/prog
      chmod 775 /srv/shared/prog
      """;

  /** What the user makes of it: everything leads to a program of the user's. */
  private static final String THEIRS =
      """
      mkdir /home/app/mine
      printf '#!/bin/sh\\necho "harm $(id -u)" >>/var/lib/akvvm-test/ran\\n' >/home/app/mine/prog
      chmod 755 /home/app/mine/prog
      cp /home/app/mine/prog /home/app/mine/sh
      mv /home/app/bin /home/app/roots
      ln -s mine /home/app/bin
      ln -sf mine/prog /home/app/link
      mv /srv/open/prog /srv/open/roots
      cp /home/app/mine/prog /srv/open/prog
      cat /home/app/mine/prog >/srv/shared/prog
      """;

  private static final String APPS = "/home/app belongs to ";
  private static final String UNSAFE = " failed: it is not safe to run: ";

  /** The certificates whose program is not to be run, each with what is said of it. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "home", "run of /home/app/bin/prog" + UNSAFE + APPS,
          "link", "run of /home/app/link" + UNSAFE + APPS,
          "astray", "run of /usr/local/bin/astray" + UNSAFE + APPS,
          "open",
              "run of /srv/open/prog" + UNSAFE + "users other than root can write to /srv/open (",
          "shared",
              "run of /srv/shared/prog"
                  + UNSAFE
                  + "users other than root can write to /srv/shared/prog (",
          "sticky", "run of /tmp/prog" + UNSAFE + "users other than root can write to /tmp (",
          "script",
              "run of /usr/local/bin/script failed: its interpreter /home/app/bin/sh is not safe to"
                  + " run: "
                  + APPS,
          "check",
              "run of /usr/local/bin/good skipped: the check /home/app/bin/prog" + UNSAFE + APPS);

  /** Lets root set all up and the user bend it, and enables the package. */
  void enable() {
    machine.output("sh", "-ec", ROOTS);
    asUser(THEIRS).output();
    Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
    wanted.put("home", run("/home/app/bin/prog"));
    wanted.put("link", run("/home/app/link"));
    wanted.put("astray", run("/usr/local/bin/astray"));
    wanted.put("open", run("/srv/open/prog"));
    wanted.put("shared", run("/srv/shared/prog"));
    wanted.put("sticky", run("/tmp/prog"));
    wanted.put("script", run("/usr/local/bin/script"));
    wanted.put("check", checked("/usr/local/bin/good", "/home/app/bin/prog"));
    wanted.put("well", checked("/root/good-at-home", "nginx"));
    wanted.put("linked", run("/usr/local/bin/good-link"));
    wanted.keySet().forEach(name -> machine.azure().create(name));
    handler.settings(0, Actions.settings(INTERVAL, wanted));
    handler.run(0, "enable").output();
  }

  private static Map<String, Object> run(String program) {
    return Map.of("run", List.of(program));
  }

  private static Map<String, Object> checked(String program, String check) {
    return Map.of("run", List.of(program), "check", List.of(check));
  }

  /** Nothing of the user's is run; what only root could exchange is. */
  void assertPrograms() {
    machine
        .await()
        .until(
            "the last of them, so that all have had their turn",
            Machine.SOON,
            () -> machine.run("grep", "-q", "good-link", RAN).exitCode() == 0);
    handler.awaitSubstatus(0, "linked", "success: version ");
    assertNoHarm();
    handler.awaitSubstatus(0, "well", "success: version ");
    REFUSED.forEach((name, reason) -> handler.awaitSubstatus(0, name, "warning: " + reason));
    assertEquals(List.of("good-at-home 0", "good-link 0", "nginx 0"), ran());
    String told = handler.status(0).of("home");
    assertTrue(told.contains("(uid 1000, mode 755), not to root; chown it, or put the"), told);
    Execution validated = handler.run(0, "validate", handler.settingsFile(0));
    for (String text :
        List.of(
            "onRenewal: /home/app/bin/prog: it is not safe to run: " + APPS,
            "onRenewal: /tmp/prog: it is not safe to run: users other than root can write to /tmp"
                + " (",
            "onRenewal: /usr/local/bin/script: its interpreter /home/app/bin/sh is not safe")) {
      assertTrue(validated.stderr().contains(text), validated.stderr());
    }
    assertFalse(validated.stderr().contains("good"), validated.stderr());

    machine.output(
        "sh", "-ec", "rm /home/app/bin; mv /home/app/roots /home/app/bin; chown 0 /home/app");
    handler.awaitSubstatus(0, "home", "success: version ");
    assertTrue(ran().contains("prog 0"), ran().toString());
    assertNoHarm();
  }

  /** A folder of hooks that a user has exchanged gives none, and each certificate says so. */
  void assertHooks() {
    machine.output(
        "sh",
        "-ec",
        "mkdir -p %1$s; cp /usr/local/bin/good %1$s/10-hook; chown 1000 /etc/akvvm"
            .formatted(HOOKS));
    asUser(
            "cd /etc/akvvm && mv renewal-hooks roots && mkdir renewal-hooks"
                + " && ln -s /home/app/mine renewal-hooks/deploy")
        .output();
    String said = "hook " + HOOKS + UNSAFE + "/etc/akvvm belongs to ";
    machine.azure().renew("well");
    machine.azure().renew("linked");
    handler.awaitSubstatus(0, "well", "warning: " + said, "(uid 1000, mode 755), not to root");
    handler.awaitSubstatus(0, "linked", "warning: " + said);
    Execution doctor = handler.run(0, "doctor");
    assertTrue(
        doctor.stdout().contains("fix     actions: hook " + HOOKS + ": it is not"),
        doctor.stdout());

    machine.output(
        "sh",
        "-ec",
        "cd /etc/akvvm; chown 0 .; rm -r renewal-hooks; mv roots renewal-hooks;"
            + " cp /usr/local/bin/good %1$s/20-theirs; chown 1000 %1$s/20-theirs".formatted(HOOKS));
    handler.awaitSubstatus(
        0,
        "well",
        "warning: hook " + HOOKS + "/20-theirs" + UNSAFE + HOOKS + "/20-theirs belongs to ");
    assertTrue(ran().contains("10-hook 0"), ran().toString());
    assertFalse(ran().contains("20-theirs 0"), ran().toString());
    machine.output("chown", "0", HOOKS + "/20-theirs");
    handler.awaitSubstatus(0, "well", "success: version ");
    assertTrue(ran().contains("20-theirs 0"), ran().toString());
    assertNoHarm();
  }

  private void assertNoHarm() {
    assertFalse(machine.read(RAN).contains("harm"), machine.read(RAN));
  }

  /** What was run, once each, in the order of the alphabet. */
  private List<String> ran() {
    return machine.read(RAN).lines().distinct().sorted().toList();
  }

  private Execution asUser(String script) {
    return machine.run(
        "setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "sh", "-ec", script);
  }
}
