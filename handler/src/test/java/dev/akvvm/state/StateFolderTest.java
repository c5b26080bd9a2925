package dev.akvvm.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {
  @Test
  void besideWaagent_packageFolder_isTheFolderTheLauncherDerives() {
    StateFolder folder = StateFolder.besideWaagent(Path.of("/var/lib/waagent/Akvvm.X-1.2.3"));

    assertEquals(Path.of("/var/lib/akvvm"), folder.path());
    assertEquals(Path.of("/var/lib/akvvm/agent.lock"), folder.agentLock());
    assertEquals(Path.of("/var/lib/akvvm/pass.properties"), folder.passState());
    assertEquals(Path.of("/var/lib/akvvm/command.lock"), folder.commandLock());
  }

  @Test
  void create_twice_isRootsOnly(@TempDir Path temporary) throws IOException {
    StateFolder folder = new StateFolder(temporary.resolve("akvvm"));

    folder.create();
    folder.create();

    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())));
  }
}
