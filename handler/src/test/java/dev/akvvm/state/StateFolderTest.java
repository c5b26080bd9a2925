package dev.akvvm.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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

  /** What has a path of its own here must go when the state does. */
  @Test
  void everything_eachFileThatHasAMethod_isIncluded(@TempDir Path temporary) throws Exception {
    StateFolder folder = new StateFolder(temporary.toRealPath());
    List<Path> expected = new ArrayList<>();
    for (Method method : StateFolder.class.getMethods()) {
      if (method.getReturnType() == Path.class && !method.getName().equals("path")) {
        Path path = (Path) method.invoke(folder);
        boolean isFolder = path.equals(folder.forwardedLines());
        expected.add(
            Files.createFile(
                isFolder ? Files.createDirectory(path).resolve("000000000000001-0") : path));
      }
    }
    Files.createFile(temporary.resolve("settings.json"));
    Files.createFile(temporary.resolve("apt.lock"));

    assertEquals(
        expected.stream().sorted().toList(), folder.everything().stream().sorted().toList());
    assertTrue(expected.size() > 5, expected.toString());
  }
}
