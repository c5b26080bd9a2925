package dev.akvvm.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.akvvm.text.PrintableWriter;
import java.util.Map;

/**
 * One event, one line for the journal: its priority as in sd-daemon(3), which the journal takes
 * off, and what a {@link LogLine} has behind time and level, which the journal has itself. Stack
 * traces are in the log file only.
 */
final class JournalLine extends LayoutBase<ILoggingEvent> {
  private static final int ERROR = 3;
  private static final int WARNING = 4;
  private static final int INFORMATION = 6;
  private static final int DEBUG = 7;

  @Override
  public String doLayout(ILoggingEvent event) {
    return "<" + priority(event.getLevel()) + ">" + LogLine.text(event) + "\n";
  }

  private static int priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> ERROR;
      case Level.WARN_INT -> WARNING;
      case Level.INFO_INT -> INFORMATION;
      default -> DEBUG;
    };
  }

  /** Whether what a process with these variables prints goes to the journal. */
  static boolean isRead(Map<String, String> environment) {
    return environment.containsKey("JOURNAL_STREAM");
  }

  /** Prints a line beside the log, where that cannot be relied on. */
  static void printError(String line) {
    PrintableWriter.standardError()
        .println(isRead(System.getenv()) ? "<" + ERROR + ">" + line : line);
  }
}
