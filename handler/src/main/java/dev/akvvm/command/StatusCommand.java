package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what Azure is told, for those who have no portal to look at. */
@Command(
    name = "status",
    description = "Prints the status of the newest settings, and of each certificate.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:no error", "1:the status is an error, or there is none"})
final class StatusCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final HandlerContext context;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "Wait so long for success, each certificate's too, or an error.")
  private int patience;

  StatusCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    HandlerEnvironment environment = context.environment();
    StatusFile file = new StatusFile(environment.statusFolder(), context.sequence(environment));
    Optional<StatusReport> report = awaitSettled(file);
    PrintWriter out = out();
    if (report.isEmpty()) {
      out.println("no status yet; see " + environment.logFolder());
    } else {
      out.println(line(report.get().level(), report.get().message()));
      for (Substatus each : report.get().substatuses()) {
        out.println("  " + line(each.level(), each.name() + ": " + each.message()));
      }
    }
    out.flush();
    return report.filter(each -> each.level() != StatusLevel.ERROR).isPresent() ? 0 : 1;
  }

  /** The newest report; one that is not final only when the time to wait is over. */
  private Optional<StatusReport> awaitSettled(StatusFile file) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(patience).toNanos();
    Optional<StatusReport> report = file.read();
    while (report.filter(StatusCommand::isSettled).isEmpty() && System.nanoTime() - end < 0) {
      Thread.sleep(BETWEEN_LOOKS);
      report = file.read();
    }
    return report;
  }

  /** Success may be reported before the first poll, which is not what the caller waits for. */
  private static boolean isSettled(StatusReport report) {
    return report.level() == StatusLevel.ERROR
        || (report.level() == StatusLevel.SUCCESS
            && report.substatuses().stream()
                .noneMatch(each -> each.level() == StatusLevel.TRANSITIONING));
  }

  private static String line(StatusLevel level, String text) {
    return String.format(Locale.ROOT, "%-13s %s", level.name().toLowerCase(Locale.ROOT), text);
  }

  private PrintWriter out() {
    return PicocliSupport.commandLine(spec).getOut();
  }
}
