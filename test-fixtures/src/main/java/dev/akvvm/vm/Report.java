package dev.akvvm.vm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What waagent did since the report before, and what it told Azure last. Text that is absent there
 * is empty here.
 *
 * @param commands the commands of handlers that were run, in order
 * @param uploaded whether a status went to Azure at all
 * @param handlers the status of each handler, empty if none was uploaded
 * @param log waagent's own warnings and errors
 * @param events telemetry of extensions, if it was asked for
 */
public record Report(
    List<Command> commands,
    boolean uploaded,
    List<Handler> handlers,
    List<String> log,
    List<Map<String, String>> events) {

  public Report {
    commands = List.copyOf(commands);
    handlers = List.copyOf(handlers);
    log = List.copyOf(log);
    events = List.copyOf(events);
  }

  /** The commands as {@code operation version}, in order: {@code [install 1.0.0, enable 1.0.0]}. */
  public List<String> operations() {
    return commands.stream().map(command -> command.operation() + " " + command.version()).toList();
  }

  /** The handler of that name, if Azure was told of it. */
  public Optional<Handler> handler(String name) {
    return handlers.stream().filter(handler -> handler.name().equals(name)).findFirst();
  }

  /**
   * A handler's command.
   *
   * @param version of the package whose command it is: in an upgrade, the old one's or the new
   *     one's
   * @param exitCode waagent's 1011 if it ran into the time limit
   * @param output the end of what it printed, as waagent words it
   */
  public record Command(
      String handler,
      String version,
      String operation,
      int exitCode,
      Duration elapsed,
      String output) {}

  /**
   * A handler as Azure sees it.
   *
   * @param status {@code Ready} or {@code NotReady}
   * @param code waagent's own: 0, or what failed
   */
  public record Handler(
      String name,
      String version,
      String status,
      int code,
      String message,
      Optional<Status> extension) {}

  /** What the extension's status file says, as far as waagent passes it on. */
  public record Status(
      int sequence,
      String operation,
      String status,
      int code,
      String message,
      List<Substatus> substatus) {
    public Status {
      substatus = List.copyOf(substatus);
    }
  }

  /** One line below a status. */
  public record Substatus(String name, String status, int code, String message) {}
}
