package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.summary.Summaries;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status, for people. */
final class StatusCommandTest {
  private final Waagent waagent;

  StatusCommandTest(@TempDir Path folder) throws IOException {
    waagent = new Waagent(folder);
    waagent.settings(4);
  }

  @Test
  void status_agentStopped_isCriticalAndStillShowsAll() throws IOException {
    waagent.summaryFile().write(Summaries.of(Summaries.certificate("contoso/web", 90)));

    assertEquals(2, waagent.run("status"));

    assertTrue(
        waagent.printed().startsWith("agent: not running; what follows is of "), waagent::printed);
    assertTrue(waagent.printed().contains("\ncontoso/web  "), waagent::printed);
  }

  @Test
  void status_json_isOneObject() throws IOException {
    waagent.summaryFile().write(Summaries.of());

    assertEquals(2, waagent.run("status", "--json"));

    assertTrue(waagent.printed().startsWith("{\"schema\":1,"), waagent::printed);
    assertTrue(
        waagent.printed().endsWith("\"running\":false,\"health\":\"critical\"}\n"),
        waagent::printed);
  }

  @Test
  void status_nothingSinceBoot_saysWhatAzureWasTold() throws IOException {
    report(StatusLevel.SUCCESS, "all is well");

    assertEquals(2, waagent.run("status"));

    assertEquals(
        """
        agent: not running; see %s
        Azure was told last: all is well
          con/web: a "word"
        """
            .formatted(waagent.logFolder()),
        waagent.printed());
  }

  @Test
  void status_nothingAtAll_saysWhereToLook() {
    assertEquals(2, waagent.run("status"));

    assertEquals("agent: not running; see " + waagent.logFolder() + "\n", waagent.printed());
  }

  @Test
  void status_noSettings_53() {
    waagent.variables().remove("ConfigSequenceNumber");
    assertTrue(waagent.settingsFile(4).toFile().delete());

    assertEquals(53, waagent.run("status"));
  }

  @Test
  void status_waitsForTheEnd_printsThat() throws Exception {
    report(StatusLevel.SUCCESS, StatusLevel.TRANSITIONING, "starting");
    Executor soon = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);
    CompletableFuture<Void> change =
        CompletableFuture.runAsync(
            () -> {
              try {
                report(StatusLevel.SUCCESS, "done");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            soon);

    assertEquals(2, waagent.run("status", "--wait", "20"));

    change.get();
    assertTrue(waagent.printed().contains("Azure was told last: done\n"), waagent::printed);
  }

  @Test
  @Tag("slow")
  void status_waitsInVain_printsWhatThereIs() throws IOException {
    report(StatusLevel.TRANSITIONING, "starting");

    assertEquals(2, waagent.run("status", "--wait", "1"));

    assertTrue(waagent.printed().contains("Azure was told last: starting\n"), waagent::printed);
  }

  private void report(StatusLevel level, String message) throws IOException {
    report(level, StatusLevel.WARNING, message);
  }

  private void report(StatusLevel level, StatusLevel ofTheCertificate, String message)
      throws IOException {
    new StatusFile(waagent.home().resolve("status"), new SequenceNumber(4))
        .write(
            new StatusReport(
                level,
                0,
                message,
                Waagent.NOW,
                List.of(new Substatus("con/web", ofTheCertificate, "a \"word\""))));
  }
}
