package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.state.RunningAgent;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes the running agent match the settings, whatever runs before. */
final class EnableCommandTest {
  private final Waagent waagent;

  EnableCommandTest(@TempDir Path folder) throws IOException {
    waagent = new Waagent(folder);
  }

  @AfterEach
  void endAgents() {
    waagent.close();
  }

  @Test
  void enable_nothingRuns_startsAndReportsTransitioning() throws Exception {
    waagent.settings(0);

    assertEquals(0, waagent.run("enable"), waagent::said);

    RunningAgent agent = waagent.agent().orElseThrow();
    assertEquals(new RunningAgent(agent.pid(), new SequenceNumber(0), waagent.home()), agent);
    String waiting = "waiting for the first poll";
    assertEquals(
        Optional.of(
            new StatusReport(
                StatusLevel.TRANSITIONING,
                0,
                "Starting Key Vault extension service; 2 certificates observed.",
                Waagent.NOW,
                List.of(
                    new Substatus("con/web", StatusLevel.TRANSITIONING, waiting),
                    new Substatus("con/api", StatusLevel.TRANSITIONING, waiting)))),
        waagent.status(0));
    assertTrue(Files.isDirectory(waagent.store()));
    assertEquals("", waagent.said());
  }

  @Test
  void enable_sameSettingsAgain_nothingIsTouched() throws Exception {
    waagent.settings(5);
    assertEquals(0, waagent.run("enable"), waagent::said);
    long pid = waagent.pid();
    Object inode = Files.getAttribute(waagent.statusFile(5), "unix:ino");

    assertEquals(0, waagent.run("enable"), waagent::said);

    assertEquals(pid, waagent.pid());
    assertEquals(inode, Files.getAttribute(waagent.statusFile(5), "unix:ino"));
  }

  @Test
  void enable_withoutVariable_takesTheFile() throws Exception {
    waagent.settings(5).variables().remove("ConfigSequenceNumber");

    assertEquals(0, waagent.run("enable"), waagent::said);

    assertEquals(5, waagent.agent().orElseThrow().sequence().value());
  }

  @Test
  void enable_statusIsMissing_agentIsReplaced() throws Exception {
    waagent.settings(5);
    waagent.run("enable");
    long pid = waagent.pid();
    Files.delete(waagent.statusFile(5));

    assertEquals(0, waagent.run("enable"), waagent::said);

    assertNotEquals(pid, waagent.pid());
    assertEquals(StatusLevel.TRANSITIONING, waagent.status(5).orElseThrow().level());
  }

  @Test
  void enable_statusIsAnError_agentIsReplacedAndStatusStartsOver() throws Exception {
    waagent.settings(5);
    waagent.run("enable");
    long pid = waagent.pid();
    report(5, StatusLevel.ERROR);

    assertEquals(0, waagent.run("enable"), waagent::said);

    assertNotEquals(pid, waagent.pid());
    assertEquals(StatusLevel.TRANSITIONING, waagent.status(5).orElseThrow().level());
  }

  @Test
  void enable_newerSettings_agentIsReplaced() throws Exception {
    waagent.settings(5).run("enable");
    long pid = waagent.pid();

    assertEquals(0, waagent.settings(6).run("enable"), waagent::said);

    assertNotEquals(pid, waagent.pid());
    assertEquals(6, waagent.agent().orElseThrow().sequence().value());
    assertEquals(StatusLevel.TRANSITIONING, waagent.status(6).orElseThrow().level());
  }

  @Test
  void enable_olderSettings_rejectedAndAgentStays() throws Exception {
    waagent.settings(6).run("enable");
    long pid = waagent.pid();
    Path olderStore = waagent.store().resolveSibling("older-store");

    int code =
        waagent
            .secrets(
                5,
                "\"certificateStoreLocation\": \""
                    + olderStore
                    + "\", \"observedCertificates\": \"https://a.b/secrets/x\"")
            .run("enable");

    assertEquals(53, code);
    String reason = "settings 5 are older than settings 6, which are in force; nothing was changed";
    assertEquals(reason + "\n", waagent.said());
    StatusReport status = waagent.status(5).orElseThrow();
    assertEquals(StatusLevel.ERROR, status.level());
    assertEquals(53, status.code());
    assertEquals(reason, status.message());
    assertEquals(pid, waagent.pid());
    assertEquals(StatusLevel.TRANSITIONING, waagent.status(6).orElseThrow().level());
    assertTrue(Files.notExists(olderStore));
  }

  @Test
  void enable_packageWasReplacedUnderItsName_oldAgentGivesWayWhateverItsSettings()
      throws Exception {
    waagent.settings(9).run("enable");
    long pid = waagent.pid();
    waagent.unpackAnew();

    assertEquals(0, waagent.settings(5).run("enable"), waagent::said);

    assertFalse(Waagent.lives(pid));
    assertEquals(5, waagent.agent().orElseThrow().sequence().value());
  }

  @Test
  void enable_agentOfAnotherVersion_isReplacedWhateverItsSettings() throws Exception {
    waagent.settings(9).run("enable");
    long pid = waagent.pid();
    Path newer = waagent.unpack("1.2.4");

    assertEquals(0, waagent.settings(5).run("enable"), waagent::said);

    assertNotEquals(pid, waagent.pid());
    assertEquals(newer, waagent.agent().orElseThrow().home());
  }

  @Test
  void enable_agentDiedAfterSuccess_startsAndStatusStaysSuccess() throws Exception {
    waagent.settings(5).run("enable");
    waagent.run("disable");
    StatusReport success = report(5, StatusLevel.SUCCESS);

    assertEquals(0, waagent.run("enable"), waagent::said);

    assertTrue(waagent.agent().isPresent());
    assertEquals(Optional.of(success), waagent.status(5));
  }

  @Test
  void enable_twoAtOnce_oneAgentAndNoFailure() throws Exception {
    waagent.settings(5);
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> codes =
          executor.invokeAll(
              List.of(
                  () -> Main.commandLine(waagent.context()).execute("enable"),
                  () -> Main.commandLine(waagent.context()).execute("enable")));
      for (Future<Integer> code : codes) {
        assertEquals(0, code.get());
      }
    }
    assertTrue(waagent.agent().isPresent());
    assertEquals(StatusLevel.TRANSITIONING, waagent.status(5).orElseThrow().level());
  }

  @Test
  @Tag("slow")
  void enable_agentIgnoresTerm_isKilledAndReplaced() throws Exception {
    waagent.launcherThatIgnoresTerm();
    waagent.settings(5).run("enable");
    long pid = waagent.pid();

    assertEquals(0, waagent.settings(6).run("enable"), waagent::said);

    assertNotEquals(pid, waagent.pid());
    assertFalse(Waagent.lives(pid));
  }

  private StatusReport report(int sequence, StatusLevel level) throws IOException {
    StatusReport report = new StatusReport(level, 0, "said before", Waagent.NOW, List.of());
    new StatusFile(waagent.home().resolve("status"), new SequenceNumber(sequence)).write(report);
    return report;
  }
}
