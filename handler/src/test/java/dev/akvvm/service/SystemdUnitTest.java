package dev.akvvm.service;

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
  private static final Path HOME = Path.of("/var/lib/waagent/Akvvm.X-1.2.3");
  private static final String UNIT = unit("/var/lib/akvvm", HOME + "/status", "/etc/certs");

  @Test
  void text_ofAStart_runsTheLauncherAndKeepsItRunning() {
    List<String> lines = UNIT.lines().toList();

    assertTrue(
        lines.contains("ExecStart=/bin/sh /var/lib/waagent/Akvvm.X-1.2.3/bin/akvvm_service 7"));
    assertTrue(lines.contains("Restart=always"));
    assertTrue(lines.contains("LimitCORE=0"));
    assertTrue(lines.contains("SyslogIdentifier=akvvm"));
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
            "ReadWritePaths=-/var/lib/akvvm -/var/lib/waagent/Akvvm.X-1.2.3/status -/etc/certs"));
    assertTrue(
        lines.contains(
            "ExecStartPre=+/usr/bin/nsenter --mount=/proc/1/ns/mnt /bin/sh %s/bin/handler fit-sandbox 7"
                .formatted(HOME)));
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
  }

  @Test
  void text_storeOfAUser_mayTakeOnItsRightsAndNoOthers() {
    List<String> acting = text(new Sandbox(List.of(), true, true)).lines().toList();

    assertTrue(
        acting.contains("CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_FOWNER CAP_SETUID CAP_SETGID"));
    assertTrue(acting.contains("SystemCallFilter=setfsuid setfsgid setgroups capset"));
    assertTrue(UNIT.lines().toList().contains("CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_FOWNER"));
    assertFalse(UNIT.contains("setfsuid"));
  }

  @Test
  void text_nothingToDoAfterRenewals_systemdIsOutOfReach() {
    assertTrue(
        UNIT.contains("\nInaccessiblePaths=-/run/systemd/private -/run/dbus/system_bus_socket\n"));
    assertTrue(UNIT.contains("\nEnvironment=AKVVM_WITHOUT_ACTIONS=yes\n"));
    assertFalse(text(new Sandbox(List.of(), false, true)).contains("InaccessiblePaths"));
  }

  @Test
  void text_storesInHomesOrTemporaryDirectories_areNotHidden() {
    assertTrue(
        unit("/home/web/certs", "/etc/x", "/root/a b")
            .contains(
                """
                ReadWritePaths=-/etc/x
                ProtectHome=tmpfs
                PrivateTmp=yes
                TemporaryFileSystem=/tmp:ro,mode=1777 /var/tmp:ro,mode=1777 /home:ro,mode=0755 \
                /root:ro,mode=0755 /run/user:ro,mode=0755
                BindReadOnlyPaths=
                BindPaths=-/home/web/certs "-/root/a b"
                """));
    assertTrue(
        unit("/tmp/certs")
            .contains(
                """
                ProtectHome=yes
                PrivateTmp=yes
                TemporaryFileSystem=/tmp:ro,mode=1777 /var/tmp:ro,mode=1777
                BindReadOnlyPaths=
                BindPaths=-/tmp/certs
                """));
  }

  @Test
  void text_guestAgentInAHome_isShownForReading() {
    String unit =
        SystemdUnit.text(
            new ServiceManager.Start(
                Path.of("/home/waagent/Akvvm.X-1.2.3"),
                new SequenceNumber(7),
                Path.of("/var/log/azure/X"),
                new Sandbox(List.of(Path.of("/home/akvvm")), false, false)),
            Path.of("/etc/systemd/system/akvvm_service.service"));
    assertTrue(unit.contains("\nBindReadOnlyPaths=-/home/waagent\nBindPaths=-/home/akvvm\n"), unit);
    assertTrue(unit.contains("\nProtectHome=tmpfs\n"), unit);
  }

  @Test
  void starts_anyPackage_trueForTheUnitsOnly() {
    assertTrue(SystemdUnit.starts(UNIT, HOME));
    assertFalse(SystemdUnit.starts(UNIT, Path.of("/var/lib/waagent/Akvvm.X-1.2.4")));
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
    return text(new Sandbox(Stream.of(folders).map(Path::of).toList(), false, false));
  }

  private static String text(Sandbox sandbox) {
    return SystemdUnit.text(
        new ServiceManager.Start(HOME, new SequenceNumber(7), Path.of("/var/log/azure/X"), sandbox),
        Path.of("/etc/systemd/system/akvvm_service.service"));
  }
}
