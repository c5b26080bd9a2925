package dev.akvvm.forward;

import dev.akvvm.forward.FakeReceiver.Manner;
import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes forwarding go wrong in each way it can, and collects what the log says. */
public final class ProvokedForwardFailures {
  private ProvokedForwardFailures() {}

  /** What is logged. */
  public static List<String> all(Path folder) throws Exception {
    List<String> said = new ArrayList<>();
    for (Manner manner :
        List.of(Manner.HANGS, Manner.DIES, Manner.GREETS, Manner.SPEAKS_OTHERWISE)) {
      try (FakeReceiver receiver = FakeReceiver.onPort(0, manner);
          ForwardLog log = new ForwardLog()) {
        log(folder.resolve(manner.toString()), receiver.endpoint());
        said.addAll(log.lines());
      }
    }
    for (URI endpoint :
        List.of(URI.create("unix://" + folder + "/none.sock"), URI.create("tcp://localhost:1"))) {
      try (ForwardLog log = new ForwardLog()) {
        log(folder.resolve(endpoint.getScheme()), endpoint);
        said.addAll(log.lines());
      }
    }
    said.addAll(losses(folder.resolve("full"), folder.resolve("gone")));
    return said.stream().map(line -> line.replaceFirst("^[A-Z]+ ", "")).toList();
  }

  private static List<String> losses(Path full, Path gone) throws Exception {
    try (ForwardLog log = new ForwardLog()) {
      Forwarder forwarder = forwarder(full, URI.create("tcp://localhost:1"));
      forwarder.close();
      Map<String, String> large = Map.of("message", "x".repeat(60 * 1024));
      for (int i = 0; i < 200; i++) {
        forwarder.accept(Instant.now(), large);
      }
      forwarder.tellLosses();

      forwarder = forwarder(gone, URI.create("tcp://localhost:1"));
      forwarder.close();
      try (Stream<Path> all = Files.walk(gone)) {
        all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
      }
      Files.createFile(gone);
      forwarder.accept(Instant.now(), Map.of("message", "lost"));
      forwarder.tellLosses();
      return log.lines();
    }
  }

  private static void log(Path spool, URI endpoint) throws Exception {
    try (Forwarder forwarder = forwarder(spool, endpoint)) {
      forwarder.accept(Instant.now(), Map.of("message", "one"));
      // Otherwise it ends before the first attempt has failed.
      Thread.sleep(1500);
    }
  }

  private static Forwarder forwarder(Path spool, URI endpoint) throws Exception {
    return Forwarder.start(
        new Receiver(new LogReceiver(endpoint, "akvvm_service"), Duration.ofMillis(200)),
        spool,
        Clock.systemUTC());
  }
}
