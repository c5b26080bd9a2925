package dev.akvvm.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.forward.Forwarder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Hands events to the forwarder, each with the machine's name and this program's version. */
final class ForwardAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final int LONGEST_NAME = 256;

  private final Forwarder forwarder;
  private final Map<String, String> origin;

  ForwardAppender(Forwarder forwarder) {
    this.forwarder = forwarder;
    this.origin = Map.of("host", host(), "extensionVersion", Logging.version());
  }

  /** Asking the resolver may take long. */
  private static String host() {
    try {
      return new String(DurableFiles.read(HOST_NAME, LONGEST_NAME), UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    Map<String, String> record = LogRecord.of(event);
    record.putAll(origin);
    forwarder.accept(event.getInstant(), record);
  }

  /** Waits a little for the receiver. */
  @Override
  public void stop() {
    forwarder.close();
    super.stop();
  }
}
