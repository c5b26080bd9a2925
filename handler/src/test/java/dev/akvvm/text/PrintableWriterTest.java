package dev.akvvm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whichever of a writer's methods is used. */
final class PrintableWriterTest {
  private static final String HOSTILE = "a\nb\u202e\u001b[2J";
  private static final String ONE_LINE = "a\\nb\\u202e\\u001b[2J";
  private static final String LINES = "a\nb\\u202e\\u001b[2J";

  @Test
  void println_anything_isOneLine() {
    assertEquals(ONE_LINE + "\n", printed(out -> out.println(HOSTILE)));
    assertEquals("Optional[" + ONE_LINE + "]\n", printed(out -> out.println(Optional.of(HOSTILE))));
    assertEquals(ONE_LINE + "\n", printed(out -> out.println(HOSTILE.toCharArray())));
    assertEquals("null\n", printed(out -> out.println((Object) null)));
  }

  @Test
  void print_anything_keepsLineFeedsOnly() {
    assertEquals(LINES, printed(out -> out.print(HOSTILE)));
    assertEquals(LINES, printed(out -> out.print(HOSTILE.toCharArray())));
    assertEquals(LINES, printed(out -> out.write(HOSTILE)));
    assertEquals("b\\u202e", printed(out -> out.write(HOSTILE, 2, 2)));
    assertEquals(LINES, printed(out -> out.append(HOSTILE)));
    assertEquals(LINES, printed(out -> out.printf(Locale.ROOT, "%s", HOSTILE)));
    assertEquals("\\u001b", printed(out -> out.print('\u001b')));
    assertEquals("\\u001b", printed(out -> out.append('\u001b')));
  }

  @Test
  void printTrace_messagesOfSeveralLines_areALineEach() {
    Throwable failure = new IllegalStateException(HOSTILE, new IOException(HOSTILE));
    List<String> lines = printed(out -> out.printTrace(failure)).lines().toList();
    assertEquals("java.lang.IllegalStateException: " + ONE_LINE, lines.getFirst());
    assertTrue(lines.get(1).startsWith("    at dev.akvvm.text."), lines.get(1));
    assertTrue(lines.contains("java.io.IOException: " + ONE_LINE), lines::toString);
  }

  private static String printed(Consumer<PrintableWriter> print) {
    StringWriter printed = new StringWriter();
    PrintableWriter out = new PrintableWriter(printed);
    print.accept(out);
    out.flush();
    return printed.toString();
  }
}
