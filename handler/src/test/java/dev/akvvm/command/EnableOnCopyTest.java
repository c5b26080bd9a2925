package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code enable} on a machine that was made from the image of another, with its state in it. */
final class EnableOnCopyTest {
  private final Waagent waagent;

  EnableOnCopyTest(@TempDir Path folder) throws IOException {
    waagent = new Waagent(folder);
  }

  @AfterEach
  void endAgents() {
    waagent.close();
  }

  @Test
  void enable_successOfTheGoldenMachine_startsOverAsTransitioning() throws Exception {
    waagent.settings(3);
    leaveState(3);

    assertEquals(0, waagent.run("enable"), waagent::said);

    assertEquals(StatusLevel.TRANSITIONING, waagent.status(3).orElseThrow().level());
    assertFalse(Files.exists(waagent.state().reloads()));
    assertFalse(Files.exists(waagent.state().installed()));
    assertFalse(Files.readString(waagent.state().machine()).contains("0".repeat(64)));
  }

  /** Its unit may have started an agent before the guest agent came. */
  @Test
  void enable_agentRunsForNewerSettingsOfTheGoldenMachine_olderOnesCount() throws Exception {
    waagent.settings(7).run("enable");
    long pid = waagent.pid();
    leaveState(7);

    assertEquals(0, waagent.settings(0).run("enable"), waagent::said);

    assertFalse(Waagent.lives(pid));
    assertEquals(0, waagent.agent().orElseThrow().sequence().value());
    assertTrue(waagent.status(7).isEmpty());
  }

  @Test
  void enable_again_isTheMachinesOwn() throws Exception {
    waagent.settings(3);
    leaveState(3);
    waagent.run("enable");
    long pid = waagent.pid();

    assertEquals(0, waagent.run("enable"), waagent::said);

    assertEquals(pid, waagent.pid());
  }

  @Test
  void enable_stateOfAnOlderVersionWithoutARecord_isBelieved() throws Exception {
    waagent.settings(3);
    leaveState(3);
    Files.delete(waagent.state().machine());

    assertEquals(0, waagent.run("enable"), waagent::said);

    assertEquals(StatusLevel.SUCCESS, waagent.status(3).orElseThrow().level());
    assertTrue(Files.exists(waagent.state().reloads()));
    assertTrue(Files.exists(waagent.state().machine()));
  }

  @Test
  void enable_stateCannotBeRemoved_52AndSaysWhy() throws Exception {
    waagent.settings(3);
    leaveState(3);
    Files.delete(waagent.state().reloads());
    Files.createDirectory(waagent.state().reloads());

    assertEquals(52, waagent.run("enable"));

    assertTrue(waagent.said().startsWith("cannot remove another machine's state: "), waagent::said);
    assertEquals(StatusLevel.ERROR, waagent.status(3).orElseThrow().level());
  }

  @Test
  void fitSandbox_settingsOfTheGoldenMachine_makesNoStores() throws Exception {
    waagent.settings(3);
    leaveState(3);
    Files.writeString(waagent.settingsFile(3).resolveSibling("HandlerState"), "Enabled");

    assertEquals(0, waagent.run("fit-sandbox", "3"), waagent::said);
    assertFalse(Files.exists(waagent.store()));

    Files.delete(waagent.state().machine());
    assertEquals(0, waagent.run("fit-sandbox", "3"), waagent::said);
    assertTrue(Files.exists(waagent.store()));
  }

  /** Success, and everything else that another machine has to remember. */
  private void leaveState(int sequence) throws IOException {
    new StatusFile(waagent.home().resolve("status"), new SequenceNumber(sequence))
        .write(new StatusReport(StatusLevel.SUCCESS, 0, "golden", Waagent.NOW, List.of()));
    waagent.state().create();
    Files.writeString(
        waagent.state().machine(),
        "machine-id=" + "0".repeat(64) + "\nproduct-uuid=" + "0".repeat(64) + "\n");
    Files.writeString(waagent.state().reloads(), "{}");
    Files.writeString(waagent.state().installed(), "{}");
  }
}
