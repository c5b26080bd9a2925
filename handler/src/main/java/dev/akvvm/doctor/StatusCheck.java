package dev.akvvm.doctor;

import dev.akvvm.state.RunningAgent;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.UnusableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the running agent reported in its last pass, some of which no other step can find out. */
final class StatusCheck {
  private static final String STATUS = "status";

  private StatusCheck() {}

  static List<Finding> of(Optional<RunningAgent> agent) throws InterruptedException {
    Optional<StatusReport> report = agent.isPresent() ? report(agent.get()) : Optional.empty();
    return report
        .map(StatusCheck::findings)
        .orElseGet(() -> List.of(Finding.skipped(STATUS, "no agent that runs has reported yet")));
  }

  private static Optional<StatusReport> report(RunningAgent agent) throws InterruptedException {
    try {
      Path folder = HandlerEnvironment.read(agent.home()).statusFolder();
      return new StatusFile(folder, agent.sequence()).read();
    } catch (UnusableFileException e) {
      return Optional.empty();
    }
  }

  private static List<Finding> findings(StatusReport report) {
    List<Finding> wrong =
        report.substatuses().stream()
            .filter(
                each -> each.level() == StatusLevel.WARNING || each.level() == StatusLevel.ERROR)
            .map(each -> Finding.note(STATUS, each.name() + ": " + each.message()))
            .toList();
    return wrong.isEmpty() ? List.of(Finding.ok(STATUS, "the agent reports nothing wrong")) : wrong;
  }
}
