package dev.akvvm.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.akvvm.files.IoReason;
import dev.akvvm.forward.Forwarder;
import dev.akvvm.forward.Receiver;
import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import dev.akvvm.state.LogSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: {@code akvvm_service.log} in waagent's log folder, with a few older
 * generations, and the journal if systemd runs the agent. Set up in code: reading a configuration
 * file costs every pass a tenth of a second. Logback's own file appenders are not used: they open
 * files by name.
 *
 * <p>Libraries are silent at every level: we do not control what they say about requests and
 * tokens, and their failures reach the operator as outcomes, in one line.
 */
final class Logging {
  private static final String FILE = "akvvm_service.log";
  private static final long LIMIT = 5L * 1024 * 1024;
  private static final int GENERATIONS = 3;
  private static final String FORWARD = "forward";

  private Logging() {}

  static void start(Path folder, Map<String, String> environment) {
    LogSetting wanted = LogSetting.ofMachine(environment);
    start(folder, environment, wanted);
    wanted.problem().ifPresent(LoggerFactory.getLogger("Service")::warn);
  }

  static void start(Path folder, Map<String, String> environment, LogSetting wanted) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(wanted.level()));
    root.addAppender(
        started(
            context, new FileAppender(folder), wanted.isJson() ? new JsonLine() : new LogLine()));
    if (JournalLine.isRead(environment)) {
      root.addAppender(started(context, new ConsoleAppender<>(), new JournalLine()));
    }
    for (String library : new String[] {"com", "io", "reactor", "org", "ch"}) {
      context.getLogger(library).setLevel(Level.OFF);
    }
  }

  /**
   * Also sends what is logged from now on to a receiver.
   *
   * @param folder where lines wait for it
   */
  static void forward(LogReceiver receiver, Path folder) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    try {
      ForwardAppender appender =
          new ForwardAppender(Forwarder.start(Receiver.of(receiver), folder, Clock.systemUTC()));
      appender.setName(FORWARD);
      appender.setContext(context);
      appender.start();
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    } catch (IOException e) {
      LoggerFactory.getLogger("Service").error("cannot forward log lines: {}", IoReason.of(e));
    }
  }

  /** This program's version; empty when it is not packaged. */
  static String version() {
    return Optional.ofNullable(Logging.class.getPackage().getImplementationVersion()).orElse("");
  }

  /** Gives a receiver a little time to take the last lines; those it does not take are kept. */
  static void end() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Appender<ILoggingEvent> forwarding =
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(FORWARD);
    if (forwarding != null) {
      forwarding.stop();
    }
  }

  /** Has its encoder before it gets its file, as Logback requires. */
  private static final class FileAppender extends OutputStreamAppender<ILoggingEvent> {
    private final Path folder;

    private FileAppender(Path folder) {
      this.folder = folder;
    }

    @Override
    public void start() {
      setOutputStream(new LogFile(folder, FILE, LIMIT, GENERATIONS));
      super.start();
    }
  }

  private static OutputStreamAppender<ILoggingEvent> started(
      LoggerContext context,
      OutputStreamAppender<ILoggingEvent> appender,
      Layout<ILoggingEvent> layout) {
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
