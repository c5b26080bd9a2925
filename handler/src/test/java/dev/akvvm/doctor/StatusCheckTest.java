package dev.akvvm.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.state.RunningAgent;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor repeats of the agent's last report. */
final class StatusCheckTest {
  private static final Substatus WELL =
      new Substatus("contoso/web", StatusLevel.SUCCESS, "version a");
  private static final Substatus WARNED =
      new Substatus("contoso/api", StatusLevel.WARNING, "expired");
  private static final Substatus FAILED =
      new Substatus("contoso/db", StatusLevel.ERROR, "no token");

  @TempDir private Path home;

  @Test
  void of_nothingWrong_isOk() throws Exception {
    assertEquals(List.of("ok      status: the agent reports nothing wrong"), found(WELL));
  }

  @Test
  void of_warningsAndErrors_areNotedEach() throws Exception {
    assertEquals(
        List.of("note    status: contoso/api: expired", "note    status: contoso/db: no token"),
        found(WELL, WARNED, FAILED));
  }

  @Test
  void of_noAgentOrNoReport_isSkipped() throws Exception {
    List<String> skipped = List.of("skipped status: no agent that runs has reported yet");
    assertEquals(skipped, lines(Optional.empty()));
    assertEquals(skipped, lines(Optional.of(agent())));
    writeEnvironment();
    assertEquals(skipped, lines(Optional.of(agent())));
  }

  private List<String> found(Substatus... substatuses) throws Exception {
    writeEnvironment();
    new StatusFile(home, new SequenceNumber(3))
        .write(
            new StatusReport(
                StatusLevel.SUCCESS, 0, "started", Instant.EPOCH, List.of(substatuses)));
    return lines(Optional.of(agent()));
  }

  private void writeEnvironment() throws Exception {
    Files.writeString(
        home.resolve("HandlerEnvironment.json"),
        "[{\"handlerEnvironment\": {\"logFolder\": \"/l\", \"configFolder\": \"/c\","
            + " \"statusFolder\": \""
            + home
            + "\"}}]");
  }

  private RunningAgent agent() {
    return new RunningAgent(99, new SequenceNumber(3), home);
  }

  private static List<String> lines(Optional<RunningAgent> agent) throws Exception {
    return StatusCheck.of(agent).stream().map(Finding::toString).toList();
  }
}
