package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, run as a user would. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class ProgramIT {
  private static final Pattern READY =
      Pattern.compile(
          "ready metadata=(127\\.0\\.0\\.1:\\d+) vaults=(127\\.0\\.0\\.1:\\d+) control=(\\S+)"
              + " ca=(\\S+)");

  @TempDir private Path directory = Path.of("");

  @Test
  void run_freePorts_saysReadyServesAndEndsOnTerm() throws IOException, InterruptedException {
    Path ca = directory.resolve("ca.pem");
    Process program = run("--ca-file", ca.toString());
    try (BufferedReader out = program.inputReader(StandardCharsets.UTF_8);
        HttpClient client = HttpClient.newHttpClient()) {
      Matcher ready = READY.matcher(String.valueOf(out.readLine()));
      assertTrue(ready.matches());
      HttpResponse<String> made =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://" + ready.group(3) + "/vaults/contoso/certificates/web"))
                  .POST(HttpRequest.BodyPublishers.ofString("{\"keyType\":\"P-256\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertEquals(200, made.statusCode(), made.body());
      assertTrue(Files.readString(ca).startsWith("-----BEGIN CERTIFICATE-----"));
      // Not program.destroy(): that would close the output, which must stay empty.
      program.toHandle().destroy();
      assertEquals(128 + 15, program.waitFor());
      assertEquals(List.of(), out.lines().toList());
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void run_portInUse_saysSoInOneLine() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertRefused(
          1,
          "cannot listen on %s for vaults: Address already in use".formatted(address),
          "--vaults",
          address);
    }
  }

  @Test
  void run_controlNotOnLoopback_saysSoInOneLine() throws IOException, InterruptedException {
    assertRefused(
        1, "the control API listens on loopback only, not on 0.0.0.0", "--control", "0.0.0.0:0");
  }

  @Test
  void run_caFileInNoDirectory_saysSoInOneLine() throws IOException, InterruptedException {
    assertRefused(1, "cannot write the CA to /nowhere/ca.pem", "--ca-file", "/nowhere/ca.pem");
  }

  private static void assertRefused(int status, String line, String... arguments)
      throws IOException, InterruptedException {
    Process program = run(arguments);
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(status, program.waitFor(), said);
    assertEquals(List.of(line), said.lines().toList());
  }

  private static Process run(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("emulator.jar", "")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
