package dev.akvvm.waagent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusFileTest {
  private static final Instant THEN = Instant.parse("2026-05-01T10:20:30.987Z");
  private static final int LIMIT = 128 * 1024;

  private final Path folder;
  private final StatusFile status;

  StatusFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.status = new StatusFile(folder, new SequenceNumber(5));
  }

  @ParameterizedTest
  @EnumSource(StatusLevel.class)
  void write_anyLevel_obeysWaagentsRules(StatusLevel level) throws IOException {
    status.write(report(level, "größer", new Substatus("v/c", level, "ok")));

    JsonNode root = json();
    assertTrue(root.isArray() && root.size() == 1);
    assertEquals("2026-05-01T10:20:30Z", root.at("/0/timestampUTC").textValue());
    JsonNode node = root.at("/0/status");
    assertEquals("Service start.", node.path("operation").textValue());
    assertEquals("2026-05-01T10:20:30Z", node.path("configurationAppliedTime").textValue());
    assertTrue(node.path("code").isInt());
    for (JsonNode each : List.of(node, node.at("/substatus/0"))) {
      assertTrue(
          List.of("transitioning", "success", "warning", "error")
              .contains(each.path("status").textValue()));
      assertEquals("en-US", each.at("/formattedMessage/lang").textValue());
      assertTrue(each.at("/formattedMessage/message").isTextual());
    }
    assertEquals("v/c", node.at("/substatus/0/name").textValue());
  }

  @Test
  void write_nonAscii_isUtf8WithoutByteOrderMark() throws IOException {
    status.write(report(StatusLevel.SUCCESS, "größer 証明書"));

    assertEquals('[', Files.readAllBytes(status.path())[0]);
    assertEquals("größer 証明書", json().at("/0/status/formattedMessage/message").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "\u0001", "\n", "ü", "😀", "\ud83d", "\u202e"})
  void write_fiveThousandLongSubstatuses_staysBelowTheLimit(String letter) throws IOException {
    String text = letter.repeat(5000);
    Substatus substatus = new Substatus(text, StatusLevel.ERROR, text);
    StatusReport report =
        new StatusReport(StatusLevel.ERROR, 53, text, THEN, Collections.nCopies(5000, substatus));

    status.write(report);

    assertTrue(text().length() < LIMIT, "characters: " + text().length());
    JsonNode node = json().at("/0/status");
    assertTrue(node.at("/formattedMessage/message").textValue().length() <= 1000);
    JsonNode last = node.path("substatus").get(node.path("substatus").size() - 1);
    int kept = node.path("substatus").size() - 1;
    assertEquals(
        (5000 - kept) + " more certificates: see the log",
        last.at("/formattedMessage/message").textValue());
    assertNothingIsTouchedBy(report);
  }

  @Test
  void write_fiveThousandShortSubstatuses_staysBelowTheLimit() throws IOException {
    status.write(
        new StatusReport(
            StatusLevel.SUCCESS,
            0,
            "",
            THEN,
            Collections.nCopies(5000, new Substatus("v/c", StatusLevel.SUCCESS, "ok"))));

    assertTrue(text().length() < LIMIT);
  }

  @Test
  void write_textThatIsMoreThanText_isOneVisibleLine() throws IOException {
    String hostile = "one\r\n\ttwo\u001b[2J\u202e";
    String shown = "one\\r\\n\\ttwo\\u001b[2J\\u202e";
    StatusReport report =
        report(StatusLevel.ERROR, hostile, new Substatus(hostile, StatusLevel.ERROR, hostile));

    status.write(report);

    JsonNode node = json().at("/0/status");
    assertEquals(shown, node.at("/formattedMessage/message").textValue());
    assertEquals(shown, node.at("/substatus/0/name").textValue());
    assertEquals(shown, node.at("/substatus/0/formattedMessage/message").textValue());
    assertNothingIsTouchedBy(report);
  }

  @Test
  void write_sameReportAgain_touchesNothing() throws IOException {
    StatusReport report =
        report(StatusLevel.SUCCESS, "fine", new Substatus("v/c", StatusLevel.SUCCESS, "ok"));
    status.write(report);

    assertNothingIsTouchedBy(report);
  }

  @Test
  void write_anotherReport_replacesTheFile() throws IOException {
    status.write(report(StatusLevel.SUCCESS, "fine"));
    Object before = inode();
    try (var _ = Files.newByteChannel(status.path())) {
      status.write(report(StatusLevel.SUCCESS, "finer"));
      assertNotEquals(before, inode());
    }
  }

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    StatusReport report =
        new StatusReport(
            StatusLevel.ERROR,
            53,
            "\"quoted\" \\ größer",
            THEN,
            List.of(
                new Substatus("v/a", StatusLevel.WARNING, ""),
                new Substatus("v/b", StatusLevel.TRANSITIONING, "waits")));

    status.write(report);

    assertEquals(Optional.of(report), status.read());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[",
        "[]",
        "null",
        "[null]",
        "{\"status\": {\"status\": \"success\"}}",
        "[{\"status\": {\"status\": \"success\"}}]",
        "[{\"status\": {\"status\": \"Success\","
            + " \"configurationAppliedTime\": \"2026-05-01T10:20:30Z\"}}]",
        "[{\"status\": {\"status\": \"success\", \"configurationAppliedTime\": \"yesterday\"}}]",
        "[{\"status\": {\"status\": \"success\", \"substatus\": [null],"
            + " \"configurationAppliedTime\": \"2026-05-01T10:20:30Z\"}}]"
      })
  void read_notOneOfOurs_isEmptyAndIsReplaced(String content) throws IOException {
    Files.writeString(status.path(), content);
    assertEquals(Optional.empty(), status.read());

    status.write(report(StatusLevel.SUCCESS, "fine"));

    assertEquals(Optional.of("fine"), status.read().map(StatusReport::message));
  }

  @Test
  void read_missing_isEmpty() {
    assertEquals(Optional.empty(), status.read());
    assertFalse(Files.exists(folder.resolve("5.status")));
  }

  private void assertNothingIsTouchedBy(StatusReport report) throws IOException {
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(status.path(), old);
    Object before = inode();

    status.write(report);

    assertEquals(before, inode());
    assertEquals(old, Files.getLastModifiedTime(status.path()));
  }

  private Object inode() throws IOException {
    return Files.getAttribute(status.path(), "unix:ino");
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(text());
  }

  /** Strictly: what is not UTF-8 fails. */
  private String text() throws CharacterCodingException, IOException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(status.path()))).toString();
  }

  private static StatusReport report(StatusLevel level, String message, Substatus... substatuses) {
    return new StatusReport(level, 0, message, THEN, List.of(substatuses));
  }
}
