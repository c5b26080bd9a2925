package dev.akvvm.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassStateTest {
  private static final Instant DUE = Instant.ofEpochSecond(1_800_000_000);

  private final Path file;

  PassStateTest(@TempDir Path folder) {
    this.file = folder.resolve("pass.properties");
  }

  @Test
  void write_oddKeysAndValues_readTheSame() throws IOException {
    PassState state =
        new PassState(
            DUE,
            Map.of(
                "/store/a b=c:d", " leading and trailing ",
                "#comment", "!",
                "key\nwith\\newline", "tab\t\u0000",
                "ümlaut/証明書", "😀=\r\n",
                "Due", "1",
                "", "empty key",
                "empty value", ""));

    state.write(file);

    assertEquals(Optional.of(state), PassState.read(file));
  }

  @Test
  void write_anyEntries_dueIsTheFirstLineAndFileIsRootsOnly() throws IOException {
    new PassState(DUE, Map.of("a", "1", "zzz", "2")).write(file);

    assertEquals("due=1800000000", Files.readAllLines(file).get(0));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void constructor_entryCalledLikeTheFirstLine_refused() {
    assertThrows(IllegalArgumentException.class, () -> new PassState(DUE, Map.of("due", "1")));
  }

  @Test
  void read_missing_isEmpty() throws IOException {
    assertEquals(Optional.empty(), PassState.read(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "due=",
        "due=soon",
        "due=99999999999999999999",
        "due=9223372036854775807",
        "key=value",
        "due=1\nkey=\\u12",
        "due=1\nkey=\u00ff",
        "\0\0\0\0"
      })
  void read_damaged_isEmpty(String content) throws IOException {
    Files.write(file, content.getBytes(ISO_8859_1));

    assertEquals(Optional.empty(), PassState.read(file));
  }
}
