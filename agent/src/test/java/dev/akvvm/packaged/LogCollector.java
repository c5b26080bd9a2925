package dev.akvvm.packaged;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.VmService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A receiver of fluentd's forward protocol that is not this project's, beside a machine. */
final class LogCollector implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PROGRAM =
      Path.of("../test-fixtures/forward/receiver.js").toAbsolutePath().normalize();

  private final Machine machine;
  private final String endpoint;
  private final Path folder;
  private VmService service;

  private LogCollector(Machine machine, String endpoint) {
    this.machine = machine;
    this.endpoint = endpoint;
    try {
      this.folder = Files.createTempDirectory("collector");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.service = started();
  }

  static LogCollector onPort(Machine machine, int port) {
    return new LogCollector(machine, "tcp://127.0.0.1:" + port);
  }

  /** At a path of the machine. */
  static LogCollector onSocket(Machine machine, String path) {
    return new LogCollector(machine, "unix://" + machine.vm().path(path));
  }

  private VmService started() {
    VmService started =
        machine
            .vm()
            .startBeside(
                List.of(
                    "sh",
                    "-c",
                    "echo $$ >\"$1.pid\"; exec node \"$2\" \"$3\" \"$1\"",
                    "collector",
                    lines().toString(),
                    PROGRAM.toString(),
                    endpoint),
                folder.resolve("output"));
    machine.await().until("a collector", Machine.SOON, () -> Files.exists(lines()));
    return started;
  }

  /** From now on it takes connections, and nothing more. */
  void hang() {
    signal("STOP");
  }

  void goOn() {
    signal("CONT");
  }

  /** Without a chance to acknowledge anything. */
  void kill() {
    signal("KILL");
    service.close();
  }

  void startAgain() {
    service = started();
  }

  private void signal(String signal) {
    try {
      String pid = Files.readString(folder.resolve("lines.pid")).strip();
      machine.output("kill", "-" + signal, pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path lines() {
    return folder.resolve("lines");
  }

  /** What it has taken, each with its tag. */
  List<JsonNode> taken() {
    try {
      return Files.readAllLines(lines()).stream().map(LogCollector::json).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as the log file has it, without the time and what stands at the end. */
  List<String> takenLines() {
    return taken().stream()
        .map(
            line ->
                "<%s> [%s] %s"
                    .formatted(
                        line.path("level").asText(),
                        line.path("logger").asText(),
                        line.path("message").asText()))
        .toList();
  }

  @Override
  public void close() {
    service.close();
  }
}
