package dev.akvvm.report;

import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What {@code N.status} said until now: each report goes on from it. */
record PreviousStatus(Optional<StatusReport> report) {
  /** Success is final: what fails later is told by substatuses, and dependants stay released. */
  boolean succeeded() {
    return report.map(r -> r.level() == StatusLevel.SUCCESS).orElse(false);
  }

  /** Since when this level holds; empty when it has not yet. */
  Optional<Instant> since(StatusLevel level) {
    return report.filter(r -> r.level() == level).map(StatusReport::appliedAt);
  }

  List<Substatus> substatuses() {
    return report.map(StatusReport::substatuses).orElse(List.of());
  }
}
