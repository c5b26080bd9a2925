package dev.akvvm.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.forward.FakeReceiver.Manner;
import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each forwarder stands for a process. */
@Tag("slow")
final class ForwarderTest {
  private static final Instant TIME = Instant.parse("2026-12-01T02:56:01.123456789Z");
  private static final Duration LIMIT = Duration.ofMillis(700);

  /** More than a process may take that forwards to a receiver that hangs. */
  private static final Duration MUCH = Duration.ofSeconds(4);

  @TempDir private Path folder;

  @Test
  void accept_receiverWorks_getsTheLinesAsTheyAre() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.onPort(0, Manner.ACKNOWLEDGES)) {
      try (Forwarder forwarder = forwarder(receiver.endpoint())) {
        forwarder.accept(TIME, Map.of("message", "caf\u00e9", "vault", "contoso"));
        forwarder.accept(TIME.plusSeconds(1), Map.of("message", "two"));
      }
      assertEquals(
          List.of(
              new FakeReceiver.Entry(
                  "akvvm_service", TIME, Map.of("message", "caf\u00e9", "vault", "contoso")),
              new FakeReceiver.Entry(
                  "akvvm_service", TIME.plusSeconds(1), Map.of("message", "two"))),
          receiver.entries());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void accept_socket_getsTheLines() throws Exception {
    Path socket = folder.resolve("fluent.sock");
    for (Manner manner : List.of(Manner.ACKNOWLEDGES, Manner.READS)) {
      try (FakeReceiver receiver = FakeReceiver.onSocket(socket, manner)) {
        URI endpoint = URI.create("unix://" + socket);
        log(endpoint, "one");
        log(endpoint, "two");
        assertEquals(List.of("one", "two"), messages(receiver), manner.toString());
        assertEquals(2, receiver.messages());
      }
      Files.delete(socket);
      Files.delete(folder.resolve("spool/receiver.properties"));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void accept_receiverDown_isKeptForRootAndSentLater() throws Exception {
    int port;
    try (FakeReceiver receiver = FakeReceiver.onPort(0, Manner.ACKNOWLEDGES)) {
      port = receiver.port();
    }
    URI endpoint = URI.create("tcp://localhost:" + port);
    log(endpoint, "one");
    log(endpoint, "two");

    assertEquals(2, files().size());
    for (Path file : files()) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("spool"))));
    try (FakeReceiver receiver = FakeReceiver.onPort(port, Manner.ACKNOWLEDGES)) {
      log(endpoint, "three");
      assertEquals(List.of("one", "two", "three"), messages(receiver));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void accept_receiverComesBackWhileTheProcessLives_getsTheLines() throws Exception {
    int port;
    try (FakeReceiver receiver = FakeReceiver.onPort(0, Manner.ACKNOWLEDGES)) {
      port = receiver.port();
    }
    try (Forwarder forwarder = forwarder(URI.create("tcp://localhost:" + port))) {
      forwarder.accept(TIME, Map.of("message", "one"));
      Thread.sleep(2000);
      try (FakeReceiver receiver = FakeReceiver.onPort(port, Manner.ACKNOWLEDGES)) {
        for (int i = 0; i < 150 && receiver.entries().isEmpty(); i++) {
          Thread.sleep(100);
        }
        assertEquals(List.of("one"), messages(receiver));
      }
    }
  }

  @Test
  void accept_receiverHangs_holdsNothingUpAndLosesNothing() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.onPort(0, Manner.HANGS)) {
      long begun = System.nanoTime();
      try (Forwarder forwarder = forwarder(receiver.endpoint())) {
        long before = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
          forwarder.accept(TIME, Map.of("message", "line " + i));
        }
        assertTrue(since(before).compareTo(Duration.ofSeconds(2)) < 0, since(before).toString());
      }
      assertTrue(since(begun).compareTo(MUCH) < 0, since(begun).toString());

      receiver.behave(Manner.ACKNOWLEDGES);
      log(receiver.endpoint(), "last");
      assertEquals(
          Stream.concat(IntStream.range(0, 1000).mapToObj(i -> "line " + i), Stream.of("last"))
              .toList(),
          messages(receiver));
    }
  }

  @Test
  void accept_receiverThatHasAcknowledgedStopsDoingSo_losesNothing() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.onPort(0, Manner.ACKNOWLEDGES)) {
      log(receiver.endpoint(), "one");
      receiver.behave(Manner.READS);
      log(receiver.endpoint(), "two");
      receiver.behave(Manner.ACKNOWLEDGES);
      log(receiver.endpoint(), "three");

      assertEquals(List.of("one", "two", "two", "three"), messages(receiver));
    }
  }

  @Test
  void accept_receiverDiesWithAMessage_isSentAgain() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.onPort(0, Manner.DIES)) {
      log(receiver.endpoint(), "one");
      assertEquals(1, receiver.messages());
      receiver.behave(Manner.ACKNOWLEDGES);
      log(receiver.endpoint(), "two");

      assertEquals(List.of("one", "two"), messages(receiver));
    }
  }

  @Test
  void log_receiverDownForSeveralProcesses_saysItOnceAndThatItWorksAgain() throws Exception {
    int port;
    try (FakeReceiver receiver = FakeReceiver.onPort(0, Manner.ACKNOWLEDGES)) {
      port = receiver.port();
    }
    URI endpoint = URI.create("tcp://localhost:" + port);
    try (ForwardLog log = new ForwardLog()) {
      for (int i = 0; i < 3; i++) {
        log(endpoint, "line " + i);
      }
      try (FakeReceiver _ = FakeReceiver.onPort(port, Manner.ACKNOWLEDGES)) {
        log(endpoint, "last");
      }
      assertEquals(
          List.of(
              "WARN cannot forward log lines to "
                  + endpoint
                  + ": Connection refused; they are kept, and sent when it works again",
              "INFO log lines are forwarded to " + endpoint + " again, after N s"),
          log.lines().stream().map(line -> line.replaceAll("after \\d+ s", "after N s")).toList());
    }
  }

  @Test
  void probe_eachManner_saysWhatIsWrong() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.onPort(0, Manner.ACKNOWLEDGES)) {
      receiver(receiver.endpoint()).probe();
      receiver.behave(Manner.GREETS);
      assertEquals(
          "it wants a shared key, for which loggingSettings have no place",
          reason(receiver.endpoint()));
      receiver.behave(Manner.SPEAKS_OTHERWISE);
      assertEquals("it answers in another protocol", reason(receiver.endpoint()));
    }
  }

  private static String reason(URI endpoint) {
    try {
      receiver(endpoint).probe();
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Duration since(long before) {
    return Duration.ofNanos(System.nanoTime() - before);
  }

  private static List<String> messages(FakeReceiver receiver) {
    return receiver.entries().stream().map(FakeReceiver.Entry::message).toList();
  }

  private void log(URI endpoint, String message) throws IOException {
    try (Forwarder forwarder = forwarder(endpoint)) {
      forwarder.accept(TIME, Map.of("message", message));
    }
  }

  private Forwarder forwarder(URI endpoint) throws IOException {
    return Forwarder.start(receiver(endpoint), folder.resolve("spool"), Clock.systemUTC());
  }

  private static Receiver receiver(URI endpoint) {
    return new Receiver(new LogReceiver(endpoint, "akvvm_service"), LIMIT);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("spool"))) {
      return all.filter(each -> each.getFileName().toString().matches("\\d{15}-.*")).toList();
    }
  }
}
