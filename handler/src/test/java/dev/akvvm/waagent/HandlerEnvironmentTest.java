package dev.akvvm.waagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HandlerEnvironmentTest {
  /** As waagent 2.15 writes it. */
  private static final String REAL =
      """
      [{"name": "Pub.Type", "version": 1.0, "handlerEnvironment": {
        "logFolder": "/var/log/azure/Pub.Type",
        "configFolder": "/var/lib/waagent/Pub.Type-1.0.0/config", "statusFolder": "/var/lib/waagent/Pub.Type-1.0.0/status",
        "heartbeatFile": "/var/lib/waagent/Pub.Type-1.0.0/heartbeat.log",
        "eventsFolder": "/var/log/azure/Pub.Type/events", "eventsFolder_preview": "/var/log/azure/Pub.Type/events"}}]
      """;

  private final Path lib;
  private final Path home;
  private final Path file;
  private final HandlerEnvironment expected;

  HandlerEnvironmentTest(@TempDir Path folder) throws IOException {
    this.lib = folder;
    this.home = Files.createDirectory(folder.resolve("Pub.Type-1.0.0"));
    this.file = home.resolve("HandlerEnvironment.json");
    this.expected =
        new HandlerEnvironment(
            Path.of("/var/log/azure/Pub.Type"),
            Path.of("/var/lib/waagent/Pub.Type-1.0.0/config"),
            Path.of("/var/lib/waagent/Pub.Type-1.0.0/status"),
            lib,
            Optional.of(Path.of("/var/log/azure/Pub.Type/events")));
  }

  @Test
  void read_asWaagentWritesIt_isRead() throws Exception {
    Files.writeString(file, REAL);

    assertEquals(expected, HandlerEnvironment.read(home));
  }

  @Test
  void read_unknownKeysAndNoOptionalOnes_isRead() throws Exception {
    Files.writeString(
        file,
        """
        [{"seqNo": "7", "x": {}, "handlerEnvironment": {"deploymentid": null,
          "logFolder": "/l", "configFolder": "/c", "statusFolder": "/s"}}, {"second": 1}]
        """);

    assertEquals(
        new HandlerEnvironment(Path.of("/l"), Path.of("/c"), Path.of("/s"), lib),
        HandlerEnvironment.read(home));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"logFolder\":\"/l\",\"configFolder\":\"/c\"} | statusFolder",
        "{\"logFolder\":\"/l\",\"configFolder\":null,\"statusFolder\":\"/s\"} | configFolder",
        "{\"logFolder\":\"log\",\"configFolder\":\"/c\",\"statusFolder\":\"/s\"} | logFolder",
        "{\"logFolder\":7,\"configFolder\":\"/c\",\"statusFolder\":\"/s\"} | logFolder",
      })
  void read_folderMissingOrNotAbsolute_messageNamesFileAndKey(String folders, String key)
      throws IOException {
    Files.writeString(file, "[{\"handlerEnvironment\": " + folders + "}]");

    assertEquals(
        file + ": /0/handlerEnvironment/" + key + ": expected an absolute path", message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | expected [{\"handlerEnvironment\": {...}}]",
        "{} | expected [{\"handlerEnvironment\": {...}}]",
        "[null] | expected [{\"handlerEnvironment\": {...}}]",
        "'' | is empty",
        "[{\"handlerEnv | line 1, column 14: not JSON: it ends too early",
      })
  void read_otherContent_messageNamesFileAndProblem(String content, String problem)
      throws IOException {
    Files.writeString(file, content);

    assertEquals(file + ": " + problem, message());
  }

  @Test
  void read_missing_messageNamesFile() {
    assertEquals(file + ": no such file", message());
  }

  @Test
  void read_tornFileThatBecomesWhole_isRead() throws Exception {
    Files.writeString(file, REAL.substring(0, 100));
    CountDownLatch started = new CountDownLatch(1);

    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<HandlerEnvironment> read =
          executor.submit(
              () -> {
                started.countDown();
                return HandlerEnvironment.read(home);
              });
      started.await();
      Files.writeString(file, REAL);
      assertEquals(expected, read.get());
    }
  }

  private String message() {
    return assertThrows(
            UnusableFileException.class, () -> HandlerEnvironment.read(home, Duration.ofMillis(1)))
        .getMessage();
  }
}
