package dev.akvvm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import dev.akvvm.testing.LoadedClasses;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every pass is a process: who forwards no log lines does not pay for it. */
@Tag("slow")
final class LoadedClassesTest {
  @TempDir private Path folder;

  @Test
  void logging_withoutAReceiver_loadsNothingOfForwarding() throws Exception {
    assertEquals(List.of(), loaded("without"));
  }

  @Test
  void logging_withAReceiver_loadsFewClasses() throws Exception {
    int count = loaded("with").size();
    assertTrue(count > 10 && count < 120, () -> count + " classes");
  }

  private List<String> loaded(String how) throws Exception {
    return LoadedClasses.of(LoadedClassesTest.class, folder, folder.toString(), how).stream()
        .filter(line -> line.contains(" dev.akvvm.forward.") || line.contains(" org.msgpack."))
        .toList();
  }

  /** Logs one line, as the agent does. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Logging.start(folder.resolve("log"), Map.of());
    if (arguments[1].equals("with")) {
      Logging.forward(
          new LogReceiver(URI.create("unix://" + folder + "/none.sock"), "akvvm_service"),
          folder.resolve("forward"));
    }
    LoggerFactory.getLogger("Service").info("one");
    Logging.end();
    System.exit(0);
  }
}
