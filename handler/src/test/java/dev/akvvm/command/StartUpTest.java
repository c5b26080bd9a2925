package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.files.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each start of the program costs: the first call of the C library takes 50 ms. */
@Tag("slow")
final class StartUpTest {
  private static final String LOGGED = "export JDK_JAVA_OPTIONS=-Xlog:class+load";
  private static final String LIB_C = " dev.akvvm.files.LibC ";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "validate --help", "help enable"})
  void main_nothingToDo_callsNothingOfTheCLibrary(String arguments) throws Exception {
    assertFalse(run(arguments).contains(LIB_C));
  }

  @Test
  void validate_storeInAUsualPlace_callsNothingOfTheCLibrary() throws Exception {
    assertFalse(run("validate " + settings(Path.of("/etc/akvvm/certs"))).contains(LIB_C));
  }

  @Test
  void validate_storeElsewhere_callsTheCLibrary() throws Exception {
    assertTrue(run("validate " + settings(folder)).contains(LIB_C));
  }

  private Path settings(Path store) throws Exception {
    return Files.writeString(
        folder.resolve("settings.json"),
        """
        {"secretsManagementSettings": {"certificateStoreLocation": "%s",
          "observedCertificates": ["https://con.vault.azure.net/secrets/web"]}}
        """
            .formatted(store));
  }

  private static String run(String arguments) throws Exception {
    String said = JavaProcess.of(Main.class).run(LOGGED, arguments);
    assertTrue(said.contains(" dev.akvvm.command.HandlerCommand "), said);
    return said;
  }
}
