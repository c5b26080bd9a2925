package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void status_success_isPrintedWithEachCertificate() throws IOException {
    report(StatusLevel.SUCCESS, "all is well");

    assertEquals(0, waagent.run("status"));

    assertEquals(
        """
        success       all is well
          warning       con/web: a \"word\"
        """,
        waagent.printed());
  }

  @Test
  void status_error_1() throws IOException {
    report(StatusLevel.ERROR, "broken");

    assertEquals(1, waagent.run("status"));

    assertTrue(waagent.printed().startsWith("error         broken\n"), waagent::printed);
  }

  @Test
  void status_none_1AndWhereToLook() {
    assertEquals(1, waagent.run("status"));

    assertEquals("no status yet; see " + waagent.logFolder() + "\n", waagent.printed());
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

    assertEquals(0, waagent.run("status", "--wait", "20"));

    change.get();
    assertTrue(waagent.printed().startsWith("success       done\n"), waagent::printed);
  }

  @Test
  @Tag("slow")
  void status_waitsInVain_printsWhatThereIs() throws IOException {
    report(StatusLevel.TRANSITIONING, "starting");

    assertEquals(0, waagent.run("status", "--wait", "1"));

    assertTrue(waagent.printed().startsWith("transitioning starting\n"), waagent::printed);
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
