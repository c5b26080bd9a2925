package dev.akvvm.waagent;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads one JSON value from a file of waagent's and says what is wrong with it. */
final class JsonFiles {
  /** Values of a settings file may be secret, so a message never quotes the source. */
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /** Far above any real settings, and small enough for the handler's small heap. */
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private JsonFiles() {}

  static JsonNode read(Path file) throws UnusableFileException {
    byte[] bytes = bytes(file);
    if (bytes.length == 0) {
      throw new UnusableFileException(file, "is empty");
    }
    return parse(file, "", bytes);
  }

  /** The file as it is. */
  static byte[] bytes(Path file) throws UnusableFileException {
    try {
      return DurableFiles.read(file, MAX_BYTES);
    } catch (NoSuchFileException e) {
      throw new UnusableFileException(file, "no such file");
    } catch (IOException e) {
      throw new UnusableFileException(file, IoReason.behind(file, e));
    }
  }

  /**
   * One JSON value from bytes.
   *
   * @param place begins the message when they are not JSON
   */
  static JsonNode parse(Path file, String place, byte[] bytes) throws UnusableFileException {
    try {
      JsonNode root = MAPPER.readTree(bytes);
      if (root.isMissingNode()) {
        throw new UnusableFileException(file, place + "is empty");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new UnusableFileException(file, place + notJson(e));
    } catch (IOException e) {
      throw new UnusableFileException(file, place + "cannot be read: " + IoReason.of(e));
    }
  }

  /** Jackson's own message would quote the word it stumbled over. */
  private static String notJson(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String place =
        at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    return place + (e instanceof JsonEOFException ? "not JSON: it ends too early" : "not JSON");
  }
}
