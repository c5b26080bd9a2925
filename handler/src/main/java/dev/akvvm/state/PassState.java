package dev.akvvm.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.files.PropertiesFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What one pass tells the next: a properties file whose first line is {@code due=<epoch seconds>},
 * so that the launcher, a shell script, can read it without help.
 *
 * <p>Losing the file is harmless: everything is then due at once, and backoff starts over.
 *
 * @param due when the next pass is due
 * @param entries opaque to this class
 */
public record PassState(Instant due, Map<String, String> entries) {
  private static final String DUE = "due";

  /** Enough for thousands of certificates, each with its last failure. */
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  /** Copies the entries; none may have the key of the first line. */
  public PassState {
    entries = Map.copyOf(entries);
    if (entries.containsKey(DUE)) {
      throw new IllegalArgumentException("an entry must not be called " + DUE);
    }
  }

  /** Reads the file; empty when it is missing or cannot be understood. */
  public static Optional<PassState> read(Path file) throws IOException {
    try {
      Map<String, String> entries = PropertiesFile.parse(text(file));
      String due = entries.remove(DUE);
      return due == null
          ? Optional.empty()
          : Optional.of(new PassState(Instant.ofEpochSecond(Long.parseLong(due)), entries));
    } catch (NoSuchFileException
        | CharacterCodingException
        | DateTimeException
        | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file) throws IOException {
    return UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(DurableFiles.read(file, MAX_BYTES)))
        .toString();
  }

  /** Replaces the file. */
  public void write(Path file) throws IOException {
    String text = DUE + "=" + due.getEpochSecond() + "\n" + PropertiesFile.format(entries);
    DurableFiles.replace(file, text.getBytes(UTF_8), Modes.PRIVATE_FILE);
  }
}
