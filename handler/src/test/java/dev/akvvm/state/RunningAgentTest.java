package dev.akvvm.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.akvvm.waagent.SequenceNumber;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunningAgentTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"4711 3 /var/lib/waagent/A B-1.2.3", "4711 3 /var/lib/waagent/A B-1.2.3\n"})
  void parse_lineOfTheLauncher_isRead(String line) {
    assertEquals(
        Optional.of(
            new RunningAgent(4711, new SequenceNumber(3), Path.of("/var/lib/waagent/A B-1.2.3"))),
        RunningAgent.parse(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "4711",
        "4711 3",
        "4711 3 ",
        "4711 3 relative",
        "4711 -3 /home",
        "x 3 /home",
        "4711  /home",
        "99999999999 3 /home",
        "4711 1234567890 /home",
        "4711 3 /home\n4712 4 /home"
      })
  void parse_noSuchLine_isEmpty(String line) {
    assertEquals(Optional.empty(), RunningAgent.parse(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 3 /home", "1 3 /home", "0000000001 3 /home"})
  void parse_processThatMustNotBeSignalled_isEmpty(String line) {
    assertEquals(Optional.empty(), RunningAgent.parse(line));
  }

  @Test
  void constructor_processThatMustNotBeSignalled_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RunningAgent(1, new SequenceNumber(3), Path.of("/home")));
  }
}
