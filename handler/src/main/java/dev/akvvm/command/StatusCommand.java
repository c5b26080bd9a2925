package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.state.RunningAgent;
import dev.akvvm.summary.Health;
import dev.akvvm.summary.MachineSummary;
import dev.akvvm.summary.SummaryFile;
import dev.akvvm.summary.SummaryText;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Shows how the agent and the certificates are, for people, and for monitoring by its exit code.
 */
@Command(
    name = "status",
    description = "Shows the agent and each certificate, what is wrong first.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:warning: something should be fixed, services have what they need",
      "2:critical: the agent is not running, or services have no valid certificate",
      "3:unknown: not everything has been polled yet"
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration BETWEEN_WATCHES = Duration.ofSeconds(1);

  private final HandlerContext context;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "Wait so long for success, each certificate's too, or an error.")
  private int patience;

  @Option(names = "--json", description = "Print one JSON object: docs/status.schema.json.")
  private boolean asJson;

  @Option(
      names = "--watch",
      description = "Print again whenever something changes, until interrupted.")
  private boolean watches;

  StatusCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    HandlerEnvironment environment = context.environment();
    StatusFile status = new StatusFile(environment.statusFolder(), context.sequence(environment));
    awaitSettled(status);
    List<String> shown = List.of();
    while (true) {
      Look look = look(status, environment);
      if (!look.lines().equals(shown)) {
        shown = look.lines();
        print(shown);
      }
      if (!watches) {
        return look.health().exitCode();
      }
      Thread.sleep(BETWEEN_WATCHES);
    }
  }

  /** What one look at the machine has shown. */
  private record Look(List<String> lines, Health health) {}

  private Look look(StatusFile status, HandlerEnvironment environment)
      throws CommandFailedException, InterruptedException {
    Optional<RunningAgent> agent = context.agent().running();
    boolean isRunning = agent.isPresent();
    // What an agent before this one left says nothing of this one.
    Optional<MachineSummary> summary =
        context
            .summaryFile()
            .read()
            .filter(
                each -> !isRunning || each.agent().process().pid() == agent.orElseThrow().pid());
    Instant now = context.clock().instant();
    Health health = MachineSummary.health(summary, isRunning, now);
    if (asJson) {
      return new Look(List.of(SummaryFile.json(summary, isRunning, now)), health);
    }
    return new Look(
        summary
            .map(each -> SummaryText.lines(each, isRunning, now).toList())
            .orElseGet(() -> withoutSummary(isRunning, status, environment)),
        health);
  }

  /** The agent has said nothing since the machine was started; Azure may know something older. */
  private static List<String> withoutSummary(
      boolean isRunning, StatusFile status, HandlerEnvironment environment) {
    return Stream.concat(
            Stream.of(
                "agent: "
                    + (isRunning ? "running, and has not reported yet" : "not running")
                    + "; see "
                    + environment.logFolder()),
            status.read().stream().flatMap(StatusCommand::toldAzure))
        .toList();
  }

  private static Stream<String> toldAzure(StatusReport report) {
    return Stream.concat(
        Stream.of("Azure was told last: " + report.message()),
        report.substatuses().stream().map(each -> "  " + each.name() + ": " + each.message()));
  }

  /** Waits for a report that is final, or until the time to wait is over. */
  private void awaitSettled(StatusFile status) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(patience).toNanos();
    while (status.read().filter(StatusCommand::isSettled).isEmpty()
        && System.nanoTime() - end < 0) {
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /** Success may be reported before the first poll, which is not what the caller waits for. */
  private static boolean isSettled(StatusReport report) {
    return report.level() == StatusLevel.ERROR
        || (report.level() == StatusLevel.SUCCESS
            && report.substatuses().stream()
                .noneMatch(each -> each.level() == StatusLevel.TRANSITIONING));
  }

  private void print(List<String> lines) {
    PrintWriter out = PicocliSupport.commandLine(spec).getOut();
    lines.forEach(out::println);
    out.flush();
  }
}
