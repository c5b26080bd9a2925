package dev.akvvm.summary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The summary as everyone may read it: as JSON for programs, and as the text that {@code akvvm
 * status} prints, for users who cannot run this package because the guest agent's folder is closed
 * to them.
 *
 * @param folder {@code /run/akvvm}: gone after a boot, as is what it says
 */
public record SummaryFile(Path folder) {
  /** A thousand certificates need half of this. */
  private static final int MAX_BYTES = 8 << 20;

  /** The files of this machine. */
  public static SummaryFile ofMachine() {
    return new SummaryFile(Path.of("/run/akvvm"));
  }

  /** What was written last; empty when nothing was, or nothing of this form. */
  public Optional<MachineSummary> read() {
    try {
      return SummaryJson.read(DurableFiles.read(json(), MAX_BYTES));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes both files.
   *
   * @throws IOException when one cannot be written; it is then what it was before
   */
  public void write(MachineSummary summary) throws IOException {
    DurableFiles.createDirectories(folder, Modes.PUBLIC_DIRECTORY);
    DurableFiles.replace(
        json(), (SummaryJson.write(summary) + "\n").getBytes(UTF_8), Modes.PUBLIC_FILE);
    DurableFiles.replace(text(), text(summary).getBytes(UTF_8), Modes.PUBLIC_FILE);
  }

  /**
   * The summary as one JSON object on one line, with what only a look at the machine can tell.
   *
   * @param summary empty when the agent has written none since the machine was started
   * @param isRunning whether the agent runs
   */
  public static String json(Optional<MachineSummary> summary, boolean isRunning, Instant now) {
    ObjectNode root =
        summary.map(SummaryJson::write).orElseGet(JsonNodeFactory.instance::objectNode);
    Health health = MachineSummary.health(summary, isRunning, now);
    return root.put("running", isRunning)
        .put("health", health.name().toLowerCase(Locale.ROOT))
        .toString();
  }

  /**
   * Removes both files, if they are there.
   *
   * @throws IOException when one cannot be removed
   */
  public void delete() throws IOException {
    DurableFiles.delete(json());
    DurableFiles.delete(text());
  }

  /** The first line is for the command: who must run for the rest to be true, and its exit code. */
  private static String text(MachineSummary summary) {
    Instant now = summary.writtenAt();
    RunningProcess process = summary.agent().process();
    return "%d %d %d%n%s"
        .formatted(
            process.pid(),
            process.startTicks(),
            MachineSummary.health(Optional.of(summary), true, now).exitCode(),
            String.join(
                "", SummaryText.lines(summary, true, now).map(line -> line + "\n").toList()));
  }

  private Path json() {
    return folder.resolve("status.json");
  }

  private Path text() {
    return folder.resolve("status.txt");
  }
}
