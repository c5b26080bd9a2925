package dev.akvvm.report;

import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What {@code N.status} said so far; each report starts from it. */
record PreviousStatus(Optional<StatusReport> report) {
  /** Success is final: later failures are reported in substatuses, and dependants stay released. */
  boolean succeeded() {
    return report.map(r -> r.level() == StatusLevel.SUCCESS).orElse(false);
  }

  /** Since when the status has this level; empty when it does not have it. */
  Optional<Instant> since(StatusLevel level) {
    return report.filter(r -> r.level() == level).map(StatusReport::appliedAt);
  }

  List<Substatus> substatuses() {
    return report.map(StatusReport::substatuses).orElse(List.of());
  }
}
