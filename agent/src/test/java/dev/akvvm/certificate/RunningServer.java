package dev.akvvm.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A server in the foreground of a child process, behind a Unix socket: no port to collide over. */
final class RunningServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final Path log;

  private RunningServer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it, and waits until its socket is there. */
  static RunningServer start(Program program, Path folder, Path socket, String... arguments)
      throws IOException, InterruptedException {
    Path log = folder.resolve("server.log");
    List<String> command =
        Stream.concat(Stream.of(program.executable().toString()), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    RunningServer server = new RunningServer(process, log);
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!Files.exists(socket)) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        server.close();
        throw new AssertionError(command + " does not serve: " + Files.readString(log));
      }
      Thread.sleep(20);
    }
    return server;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Files.deleteIfExists(log);
  }
}
