package dev.akvvm.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.waagent.SequenceNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemdUnitTest {
  private static final Path HOME = Path.of("/var/lib/waagent/Akvvm.X-3.0.0");
  private static final String UNIT = unit("/var/lib/akvvm", HOME + "/status", "/etc/certs");

  @Test
  void text_ofAStart_runsTheLauncherAndKeepsItRunning() {
    List<String> lines = UNIT.lines().toList();

    assertTrue(
        lines.contains("ExecStart=/bin/sh /var/lib/waagent/Akvvm.X-3.0.0/bin/akvvm_service 7"));
    assertTrue(lines.contains("Restart=always"));
    assertTrue(lines.contains("LimitCORE=0"));
    assertTrue(lines.contains("RestartPreventExitStatus=3"));
    assertTrue(lines.contains("StartLimitIntervalSec=0"));
    assertTrue(lines.contains("ExecReload=/bin/kill -HUP $MAINPID"));
    assertTrue(lines.contains("WantedBy=multi-user.target"));
    assertEquals(
        List.of("[Unit]", "[Service]", "[Install]"),
        lines.stream().filter(line -> line.startsWith("[")).toList());
  }

  @Test
  void text_ofASandbox_opensItsFoldersAndMakesThoseOutsideOfThePackage() {
    List<String> lines = UNIT.lines().toList();

    assertTrue(
        lines.contains(
            "ReadWritePaths=-/var/lib/akvvm -/var/lib/waagent/Akvvm.X-3.0.0/status -/etc/certs"));
    assertTrue(lines.contains("ExecStartPre=-+/bin/mkdir -p -m 0700 -- /var/lib/akvvm /etc/certs"));
    assertTrue(lines.contains("ProtectHome=yes"));
    assertTrue(lines.contains("PrivateTmp=yes"));
  }

  @Test
  void text_foldersWithOddNames_areOneWordEach() {
    String unit = unit("/srv/a b", "/srv/50%", "/srv/$HOME", "/srv/\"q\"\\");

    assertTrue(
        unit.contains(
            "ReadWritePaths=\"-/srv/a b\" \"-/srv/50%%\" \"-/srv/$HOME\""
                + " \"-/srv/\\\"q\\\"\\\\\"\n"),
        unit);
    assertTrue(
        unit.contains("-- \"/srv/a b\" \"/srv/50%%\" \"/srv/$$HOME\" \"/srv/\\\"q\\\"\\\\\"\n"),
        unit);
  }

  @Test
  void text_storesInHomesOrTemporaryDirectories_areNotHidden() {
    assertTrue(
        unit("/home/web/certs", "/etc/x", "/root/a b")
            .contains(
                """
                ReadWritePaths=-/etc/x
                ProtectHome=tmpfs
                BindPaths=-/home/web/certs "-/root/a b"
                """));
    assertTrue(unit("/home/web/certs").contains("\nPrivateTmp=yes\n"));
    assertTrue(
        unit("/tmp/certs").contains("\nProtectHome=yes\nBindPaths=-/tmp/certs\nPrivateTmp=yes\n"));
  }

  @Test
  void starts_anyPackage_trueForTheUnitsOnly() {
    assertTrue(SystemdUnit.starts(UNIT, HOME));
    assertFalse(SystemdUnit.starts(UNIT, Path.of("/var/lib/waagent/Akvvm.X-3.0.1")));
    assertFalse(SystemdUnit.starts(UNIT, Path.of("/var/lib/waagent/Akvvm.X-3.0")));
    assertFalse(SystemdUnit.starts("", HOME));
  }

  @Test
  void forget_unitOfAnotherPackage_stays(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve(Systemd.UNIT), UNIT);

    new Systemd(folder).forget(Path.of("/var/lib/waagent/Akvvm.X-2.0.0"));

    assertEquals(UNIT, Files.readString(file));
  }

  @Test
  void stopAndForget_noUnit_nothingToDo(@TempDir Path folder) throws Exception {
    Systemd systemd = new Systemd(folder);

    systemd.stop();
    systemd.forget(HOME);

    assertFalse(Files.exists(folder.resolve(Systemd.UNIT)));
  }

  private static String unit(String... folders) {
    return SystemdUnit.text(
        new ServiceManager.Start(
            HOME,
            new SequenceNumber(7),
            Path.of("/var/log/azure/X"),
            new Sandbox(Stream.of(folders).map(Path::of).toList())),
        Path.of("/etc/systemd/system/akvvm_service.service"));
  }
}
