package dev.akvvm.agent;

import dev.akvvm.process.BoundedProcess;
import dev.akvvm.process.ProcessResult;
import dev.akvvm.text.PrintableText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how its service is doing, through systemd's own {@code systemd-notify}, because
 * Java cannot send datagrams to a Unix socket. Does nothing where systemd does not ask for it.
 */
final class ServiceNotifier {
  private static final Logger LOG = LoggerFactory.getLogger("Service");
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String SOCKET = "NOTIFY_SOCKET";

  private final List<String> program;
  private final Map<String, String> variables;

  /**
   * A notifier for this process.
   *
   * @param program the command to run, to which the message is appended
   * @param variables the process's environment
   */
  ServiceNotifier(List<String> program, Map<String, String> variables) {
    this.program = List.copyOf(program);
    this.variables = Map.copyOf(variables);
  }

  static ServiceNotifier ofMachine() {
    return new ServiceNotifier(List.of("systemd-notify"), System.getenv());
  }

  /** Whether systemd runs this process, in its unit's sandbox. */
  boolean isListening() {
    return variables.containsKey(SOCKET);
  }

  /** How often systemd wants a sign of life; {@code otherwise} if its watchdog is off. */
  Duration watchdogPeriod(Duration otherwise) {
    String microseconds = variables.getOrDefault("WATCHDOG_USEC", "");
    return microseconds.matches("[1-9][0-9]{0,15}")
        ? Duration.ofNanos(Long.parseLong(microseconds) * 1000)
        : otherwise;
  }

  /** A sign of life. */
  void alive() {
    tell("WATCHDOG=1");
  }

  /** The line that {@code systemctl status} shows. */
  void status(String line) {
    tell("STATUS=" + line, "WATCHDOG=1");
  }

  private void tell(String... assignments) {
    if (!isListening()) {
      return;
    }
    List<String> command = new ArrayList<>(program);
    // Each is a line of the message to systemd; a line break would make it two.
    Stream.of(assignments).map(PrintableText::of).forEach(command::add);
    try {
      ProcessResult result = BoundedProcess.run(command, variables, LIMIT);
      if (!result.succeeded()) {
        LOG.debug("cannot tell systemd: it {}", result.failure(result.lastLine()));
      }
    } catch (IOException e) {
      LOG.debug("cannot tell systemd", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
