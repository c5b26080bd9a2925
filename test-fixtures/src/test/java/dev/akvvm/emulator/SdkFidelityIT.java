package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The emulator is as honest as others find it: Microsoft's own clients, unmodified, must read from
 * it.
 */
final class SdkFidelityIT {

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void read_microsoftsPythonJavaScriptAndJavaSdks_allAccept()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("emulator.sdk", "sdk"), "run").toString(),
                System.getProperty("emulator.jar", ""),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("python: ok, 63 secrets, 3 versions"), output);
    assertTrue(output.contains("javascript: ok, 63 secrets, 3 versions"), output);
    assertTrue(output.contains("java: ok, 2 certificates, 3 versions"), output);
  }
}
