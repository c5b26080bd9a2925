package dev.akvvm.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What one process tells the next of a receiver, so that one that is down is reported once.
 *
 * @param endpoint whose health it is
 * @param downSince since when it has taken nothing; empty when it works, or was never used
 * @param acknowledges whether it acknowledges what it takes; empty if it has taken nothing yet
 */
record Health(String endpoint, Optional<Instant> downSince, Optional<Boolean> acknowledges) {
  private static final String ENDPOINT = "endpoint";
  private static final String DOWN = "down";
  private static final String ACKNOWLEDGES = "acknowledges";
  private static final int MAX_BYTES = 4096;

  /** As remembered; nothing is known of a receiver that was not the last one. */
  static Health read(Path file, String endpoint) throws IOException {
    Health unknown = new Health(endpoint, Optional.empty(), Optional.empty());
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(DurableFiles.read(file, MAX_BYTES), UTF_8)));
      if (!endpoint.equals(properties.getProperty(ENDPOINT))) {
        return unknown;
      }
      return new Health(
          endpoint,
          Optional.ofNullable(properties.getProperty(DOWN))
              .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds))),
          Optional.ofNullable(properties.getProperty(ACKNOWLEDGES)).map(Boolean::valueOf));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return unknown;
    }
  }

  /** For the next process; whoever cannot be told says some things once more. */
  void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(ENDPOINT, endpoint);
    downSince.ifPresent(
        since -> properties.setProperty(DOWN, Long.toString(since.getEpochSecond())));
    acknowledges.ifPresent(it -> properties.setProperty(ACKNOWLEDGES, Boolean.toString(it)));
    StringWriter text = new StringWriter();
    properties.store(text, null);
    DurableFiles.replace(file, text.toString().getBytes(UTF_8), Modes.PRIVATE_FILE);
  }

  Health down(Instant since) {
    return new Health(endpoint, Optional.of(downSince.orElse(since)), acknowledges);
  }

  Health works(boolean nowAcknowledges) {
    return new Health(endpoint, Optional.empty(), Optional.of(nowAcknowledges));
  }
}
