package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/run_checked}: what it runs, and what not, with which words. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OnMachine
final class RunCheckedIT {
  private static final String UNSAFE = "it is not safe to run: ";
  private static final String ELSEWHERE = "put the program elsewhere";

  /** A folder of root's with a program in each state; uid 1000 need not have an account. */
  private static final String PROGRAMS =
      """
      mkdir -p /opt/t/own /opt/t/open /opt/t/sticky /opt/t/group /opt/t/acl /opt/t/app /opt/t/own/deep
      cd /opt/t
      printf '#!/bin/sh\\nprintf "%%s|" "$@"\\n' >own/program
      chmod 755 own/program
      for folder in open sticky group acl app own/deep; do cp own/program $folder/program; done
      chmod 777 open
      chmod 1777 sticky
      chgrp 1000 group && chmod 2775 group
      chown 1000 app
      setfacl -m u:1000:rwx acl
      cp own/program own/foreign && chown 1000 own/foreign
      cp own/program own/shared && chgrp 1000 own/shared && chmod 775 own/shared
      cp own/program own/plain && chmod 644 own/plain
      ln -s program own/link
      ln -s ../../t/own/deep/../link own/links
      ln -s /opt/t/app/program own/astray
      ln -s /opt/t/own/program app/link
      ln -s program own/theirs && chown -h 1000 own/theirs
      ln -s loop own/loop
      ln -s own deeplink
      printf '#! /opt/t/app/program -x\\n' >own/script
      printf '#!/opt/t/own/script\\n' >own/nested
      printf '#!/opt/nosuch/sh\\n' >own/orphan
      chmod 755 own/script own/nested own/orphan
      ln -s /opt/t/own/program /usr/local/bin/by-name
      ln -s /opt/t/app/program /usr/local/sbin/by-bad-name
      """;

  private final Machine machine;
  private final String script;

  RunCheckedIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    script = handler.home() + "/bin/run_checked";
    machine.output("sh", "-ec", PROGRAMS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void run_argumentsOfAllKinds_reachTheProgramToTheLetter(String shell) {
    List<String> words = List.of("$HOME", "it's \"q\" \\", "", " a  b ", "*", "-x", "#!");
    Execution execution = run(shell, "run", "/opt/t/own/program", words);
    assertEquals(String.join("|", words) + "|", execution.output());
    assertEquals("", execution.stderr());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/opt/t/own/program",
        "/opt/t/own//./deep/../program",
        "/opt/t/own/link",
        "/opt/t/own/links",
        "/opt/t/deeplink/deep/program",
        "/bin/sh",
        "by-name",
        "sh"
      })
  void check_rootsAlone_isWell(String program) {
    for (String shell : List.of("dash", "bash", "busybox sh")) {
      assertEquals("", run(shell, "check", program, List.of()).output());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          /opt/t/own/foreign      > /opt/t/own/foreign belongs to @ (uid 1000, mode 755), not to root; chown it, or
          /opt/t/app/program      > /opt/t/app belongs to @ (uid 1000, mode 755), not to root; chown it, or
          /opt/t/app/link         > /opt/t/app belongs to @ (uid 1000, mode 755), not to root; chown it, or
          /opt/t/own/astray       > /opt/t/app belongs to @ (uid 1000, mode 755), not to root; chown it, or
          by-bad-name             > /opt/t/app belongs to @ (uid 1000, mode 755), not to root; chown it, or
          /opt/t/own/theirs       > /opt/t/own/theirs belongs to @ (uid 1000, mode 777), not to root; chown it, or
          /opt/t/own/shared       > users other than root can write to /opt/t/own/shared (root:@, mode 775); chmod go-w it, or
          /opt/t/group/program    > users other than root can write to /opt/t/group (root:@, mode 2775); chmod go-w it, or
          /opt/t/acl/program      > users other than root can write to /opt/t/acl (root:root, mode 775); chmod go-w it, or
          /opt/t/open/program     > users other than root can write to /opt/t/open (root:root, mode 777); chmod go-w it, or
          /opt/t/sticky/program   > users other than root can write to /opt/t/sticky (root:root, mode 1777);
          /opt/t/app/nosuch       > /opt/t/app belongs to @ (uid 1000, mode 755), not to root; chown it, or
          """)
  void run_othersCouldBendIt_isNotRunAndSaysWhoAndWhere(String program, String reason) {
    for (String shell : List.of("dash", "bash", "busybox sh")) {
      Execution execution = run(shell, "run", program, List.of());
      assertEquals(126, execution.exitCode());
      assertEquals("", execution.stdout());
      assertEquals(
          UNSAFE + reason + " " + ELSEWHERE + "\n",
          execution.stderr().replaceAll("(belongs to |root:)(?!root)[^ ,]+", "$1@"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/opt/t/own/nosuch, 127, it does not exist on this machine",
    "/opt/t/own/program/x, 127, it does not exist on this machine",
    "/opt/t/own/loop, 127, it does not exist on this machine",
    "no-such-name, 127, it does not exist on this machine",
    "/opt/t/own/plain, 126, it is not executable",
    "/opt/t/own, 126, it is not executable",
    "/, 126, it is not executable",
    "/opt/t/own/orphan, 127, its interpreter /opt/nosuch/sh does not exist on this machine"
  })
  void run_nothingToRun_isToldApart(String program, int code, String line) {
    Execution execution = run("dash", "run", program, List.of());
    assertEquals(code, execution.exitCode());
    assertEquals(line + "\n", execution.stderr());
  }

  @Test
  void run_interpreterOthersCouldBend_isNotRun() {
    for (String program : List.of("/opt/t/own/script", "/opt/t/own/nested")) {
      Execution execution = run("dash", "run", program, List.of());
      assertEquals(126, execution.exitCode());
      assertTrue(
          execution
              .stderr()
              .startsWith(
                  "its interpreter /opt/t/app/program is not safe to run: /opt/t/app belongs to "),
          execution.stderr());
    }
  }

  @Test
  void run_userExchangesTheFolderAllTheTime_isNeverRun() {
    String race =
        """
        mkdir -p /opt/race/app/one /opt/race/app/two
        printf '#!/bin/sh\\n' >/opt/race/app/one/program
        printf '#!/bin/sh\\ntouch /opt/race/harm\\n' >/opt/race/app/two/program
        chmod 755 /opt/race/app/*/program
        chown -R 1000 /opt/race/app/two
        chown 1000 /opt/race/app
        setpriv --reuid=1000 --clear-groups sh -c \
          'cd /opt/race/app; while :; do ln -sfn two now; ln -sfn one now; done' 2>/dev/null &
        for _ in $(seq 200); do
          code=0
          /bin/sh "$1" run /opt/race/app/now/program 2>/dev/null || code=$?
          echo $code
        done | sort | uniq -c
        kill $!
        """;
    String counted = machine.output("sh", "-ec", race, "-", script);
    assertEquals("200 126", counted.strip());
    assertFalse(Files.exists(machine.vm().path("/opt/race/harm")));
  }

  private Execution run(String shell, String mode, String program, List<String> words) {
    List<String> line = new ArrayList<>(List.of("env", "-i", "LANG=C.UTF-8"));
    line.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    line.addAll(List.of(shell.split(" ")));
    line.addAll(List.of(script, mode, program));
    line.addAll(words);
    return machine.run(line.toArray(String[]::new));
  }
}
