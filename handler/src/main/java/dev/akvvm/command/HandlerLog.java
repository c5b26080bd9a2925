package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.AppendedFile;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.text.PrintableText;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.UnusableFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Details of a command's internal error, for developers of this program: {@code akvvm_handler.log}
 * in waagent's log folder, beside the agent's log. Operators get one line, on the screen and in the
 * status.
 */
final class HandlerLog {
  private static final String FILE = "akvvm_handler.log";

  /** Some hundred traces; the first ones tell most. */
  private static final long LIMIT = 1L << 20;

  private HandlerLog() {}

  /** Adds the stack trace. If that fails, there is no other place for it. */
  static void note(HandlerContext context, Exception e) throws InterruptedException {
    try {
      Path folder = HandlerEnvironment.read(context.home()).logFolder();
      DurableFiles.createDirectories(folder, Modes.PUBLIC_DIRECTORY);
      try (AppendedFile file = DurableFiles.append(folder.resolve(FILE))) {
        byte[] text = text(e, context.clock().instant()).getBytes(UTF_8);
        if (file.initialSize() + text.length <= LIMIT) {
          file.write(text, 0, text.length);
        }
      }
    } catch (UnusableFileException | IOException ignored) {
      // The line that the operator gets has to do.
    }
  }

  /** All logs in the folder that are this program's: the guest agent has its own there. */
  static List<Path> all(Path folder) throws IOException {
    return DurableFiles.named(
        name -> name.matches("akvvm_(service|handler)\\.(log|out)(\\.\\d)?"), folder);
  }

  private static String text(Exception e, Instant now) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return now.truncatedTo(ChronoUnit.SECONDS)
        + ": internal error\n"
        + PrintableText.indented(trace.toString());
  }
}
