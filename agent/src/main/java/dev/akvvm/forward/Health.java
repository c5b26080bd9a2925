package dev.akvvm.forward;

import dev.akvvm.files.PropertiesFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
    try {
      Map<String, String> values = PropertiesFile.read(file, MAX_BYTES);
      if (!endpoint.equals(values.get(ENDPOINT))) {
        return unknown;
      }
      return new Health(
          endpoint,
          Optional.ofNullable(values.get(DOWN))
              .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds))),
          Optional.ofNullable(values.get(ACKNOWLEDGES)).map(Boolean::valueOf));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return unknown;
    }
  }

  /** For the next process; whoever cannot be told says some things once more. */
  void write(Path file) throws IOException {
    Map<String, String> values = new TreeMap<>();
    values.put(ENDPOINT, endpoint);
    downSince.ifPresent(since -> values.put(DOWN, Long.toString(since.getEpochSecond())));
    acknowledges.ifPresent(it -> values.put(ACKNOWLEDGES, Boolean.toString(it)));
    PropertiesFile.replace(file, values);
  }

  Health down(Instant since) {
    return new Health(endpoint, Optional.of(downSince.orElse(since)), acknowledges);
  }

  Health works(boolean nowAcknowledges) {
    return new Health(endpoint, Optional.empty(), Optional.of(nowAcknowledges));
  }
}
