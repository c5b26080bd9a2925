package dev.akvvm.forward;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the forwarder itself logs while this is open. */
final class ForwardLog implements AutoCloseable {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("Forward");

  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  ForwardLog() {
    events.start();
    LOGGER.setLevel(Level.INFO);
    LOGGER.setAdditive(false);
    LOGGER.addAppender(events);
  }

  List<String> lines() {
    return events.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    LOGGER.detachAppender(events);
    LOGGER.setAdditive(true);
    LOGGER.setLevel(null);
  }
}
