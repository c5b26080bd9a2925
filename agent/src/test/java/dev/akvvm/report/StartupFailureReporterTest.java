package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartupFailureReporterTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String MESSAGE = "The agent cannot work, retrying: /ca.pem: is empty";
  private static final List<Substatus> KNOWN =
      List.of(new Substatus("contoso/web", StatusLevel.SUCCESS, "installed"));

  @TempDir private Path folder;

  private StatusFile file;

  @BeforeEach
  void open() {
    file = new StatusFile(folder, new SequenceNumber(0));
  }

  @Test
  void report_nothingReportedYet_isTransitioning() throws Exception {
    report();
    assertEquals(
        Optional.of(new StatusReport(StatusLevel.TRANSITIONING, 0, MESSAGE, START, List.of())),
        file.read());
  }

  @Test
  void report_afterSuccess_keepsSuccessAndWhatIsKnown() throws Exception {
    file.write(new StatusReport(StatusLevel.SUCCESS, 0, "fine", START, KNOWN));
    report();
    assertEquals(
        Optional.of(new StatusReport(StatusLevel.SUCCESS, 0, MESSAGE, START, KNOWN)), file.read());
  }

  private void report() throws Exception {
    new StartupFailureReporter(file, new MovableClock(START)).report("/ca.pem: is empty");
  }
}
