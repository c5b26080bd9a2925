package dev.akvvm.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.state.RunningAgent;
import dev.akvvm.waagent.SequenceNumber;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecisionTest {
  private static final SequenceNumber REQUESTED = new SequenceNumber(5);

  @ParameterizedTest
  @CsvSource({
    // agent's package, its settings, whether the requested ones are reported
    "none, 0, true, START",
    "none, 0, false, START",
    "/this, 5, true, KEEP",
    "/this, 5, false, REPLACE",
    "/this, 4, true, REPLACE",
    "/this, 4, false, REPLACE",
    "/this, 6, true, REJECT",
    "/this, 6, false, REJECT",
    "/other, 5, true, REPLACE",
    "/other, 5, false, REPLACE",
    "/other, 4, true, REPLACE",
    "/other, 4, false, REPLACE",
    "/other, 6, true, REPLACE",
    "/other, 6, false, REPLACE",
  })
  void of_everyCombination_decides(String home, int sequence, boolean reported, Decision expected) {
    Optional<RunningAgent> running =
        home.equals("none")
            ? Optional.empty()
            : Optional.of(new RunningAgent(4711, new SequenceNumber(sequence), Path.of(home)));

    assertEquals(expected, Decision.of(Path.of("/this"), REQUESTED, running, reported));
  }
}
