package dev.akvvm.onrenewal.runner;

import dev.akvvm.files.IoReason;
import dev.akvvm.process.BoundedProcess;
import dev.akvvm.process.ProcessResult;
import dev.akvvm.process.ProgramOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a unit's programs have printed: systemctl only says that they failed.
 *
 * @param journalctl its command line
 */
record UnitJournal(List<String> journalctl) {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");
  private static final Duration LIMIT = Duration.ofSeconds(10);

  static UnitJournal ofMachine() {
    return new UnitJournal(List.of("journalctl"));
  }

  /** The lines since then; none where there is no journal. */
  ProgramOutput since(Instant begun, String unit) throws InterruptedException {
    List<String> line = new ArrayList<>(journalctl);
    line.addAll(
        List.of(
            "--quiet",
            "--no-pager",
            "--output=cat",
            "--since=@" + begun.getEpochSecond(),
            "--unit=" + unit));
    try {
      ProcessResult result = BoundedProcess.run(line, BoundedProcess.CLEAN, LIMIT);
      return result.succeeded() ? result.output() : ProgramOutput.NONE;
    } catch (IOException e) {
      LOG.debug("cannot read the journal of {}: {}", unit, IoReason.of(e));
      return ProgramOutput.NONE;
    }
  }
}
