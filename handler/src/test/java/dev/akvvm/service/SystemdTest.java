package dev.akvvm.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left alone, so that systemd need not be asked. */
final class SystemdTest {
  private static final Path HOME = Path.of("/var/lib/waagent/Akvvm.KeyVaultForLinux-1.2.3");

  private final Path folder;
  private final Path unit;

  SystemdTest(@TempDir Path folder) {
    this.folder = folder;
    this.unit = folder.resolve(Systemd.UNIT);
  }

  @Test
  void stopAndForget_noUnit_nothingToDo() throws Exception {
    new Systemd(folder).stop();
    new Systemd(folder).startNoMore();
    new Systemd(folder).forget(HOME);
    new Systemd(folder.resolve("missing")).stop();
    new Systemd(folder.resolve("missing")).forget(HOME);
  }

  @Test
  void forget_unitOfAnotherPackage_stays() throws Exception {
    String text = "[Service]\nExecStart=/bin/sh /opt/other/bin/akvvm_service 5\n";
    Files.writeString(unit, text);

    new Systemd(folder).forget(HOME);

    assertEquals(text, Files.readString(unit));
  }

  @Test
  void forget_unitMaskedByTheOperator_stays() throws Exception {
    Files.createSymbolicLink(unit, Path.of("/dev/null"));

    new Systemd(folder).forget(HOME);

    assertTrue(Files.isSymbolicLink(unit));
  }

  @Test
  void forget_directoryInPlaceOfTheUnit_stays() throws Exception {
    Files.createDirectory(unit);

    new Systemd(folder).forget(HOME);

    assertTrue(Files.isDirectory(unit));
  }
}
