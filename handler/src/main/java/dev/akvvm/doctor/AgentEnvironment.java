package dev.akvvm.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.service.AgentLock;
import dev.akvvm.state.RunningAgent;
import dev.akvvm.state.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The environment that the running agent was started with: what drop-ins of its unit say, or, where
 * there is no systemd, what the guest agent had.
 *
 * @param variables its variables; those for Java alone, which the launcher takes away, are not
 *     among them
 */
record AgentEnvironment(Map<String, String> variables) {
  private static final String STEP = "environment";
  private static final int MAX_BYTES = 1 << 20;

  /** What leads to another endpoint, trust or identity. */
  private static final Pattern TELLING =
      Pattern.compile(
          "(?i:https|no)_(?i:proxy)|SSL_CERT_(FILE|DIR)|(AZURE|IDENTITY|IMDS|MSI)_(?!GUEST_).+");

  private static final List<String> FOR_JAVA =
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  AgentEnvironment {
    variables = Map.copyOf(variables);
  }

  /** That of the agent that runs now; empty if none does. */
  static Optional<AgentEnvironment> ofRunning(Path home) throws InterruptedException {
    try {
      return new AgentLock(StateFolder.besideWaagent(home).agentLock())
          .holder()
          .map(AgentEnvironment::of)
          .filter(found -> !found.variables().isEmpty());
    } catch (CommandFailedException e) {
      return Optional.empty();
    }
  }

  /** Without variables if the process has gone meanwhile. */
  static AgentEnvironment of(RunningAgent agent) {
    Path file = Path.of("/proc", Long.toString(agent.pid()), "environ");
    Map<String, String> variables = new TreeMap<>();
    try {
      String text = new String(DurableFiles.read(file, MAX_BYTES), UTF_8);
      for (String variable : text.split("\0", -1)) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
          variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
      }
    } catch (IOException e) {
      return new AgentEnvironment(Map.of());
    }
    FOR_JAVA.forEach(variables::remove);
    return new AgentEnvironment(variables);
  }

  /**
   * Names what matters in it, and what of this command's matters to no agent. No value is shown.
   */
  void compareWith(Map<String, String> here, Consumer<Finding> tell) {
    List<String> counting = telling(variables);
    if (!counting.isEmpty()) {
      tell.accept(Finding.ok(STEP, "as the agent has it, with " + String.join(", ", counting)));
    }
    List<String> ignored =
        telling(here).stream()
            .filter(name -> !Objects.equals(here.get(name), variables.get(name)))
            .toList();
    if (!ignored.isEmpty()) {
      tell.accept(
          Finding.note(
              STEP,
              String.join(", ", ignored)
                  + ": set here, but not so for the agent, so it does not count"));
    }
  }

  private static List<String> telling(Map<String, String> variables) {
    return variables.keySet().stream().filter(TELLING.asMatchPredicate()).sorted().toList();
  }

  /** Lets a program run in it, but for the locale that Java needs to name files. */
  void give(Map<String, String> program) {
    program.clear();
    program.putAll(variables);
    program.put("LC_ALL", "C.UTF-8");
  }
}
