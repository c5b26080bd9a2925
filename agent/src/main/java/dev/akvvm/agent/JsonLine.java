package dev.akvvm.agent;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One event, one JSON object on a line: its time, and the same fields that a receiver gets. Not
 * Logback's own encoder: that puts each key of an event into an object of its own, in an array, and
 * lets characters through that turn text round.
 */
final class JsonLine extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("time", event.getInstant().toString());
    LogRecord.of(event).forEach(line::put);
    return line + "\n";
  }
}
