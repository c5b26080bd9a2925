package dev.akvvm.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class OutputTailTest {
  private final OutputTail tail = new OutputTail();

  @Test
  void lines_nothing_empty() {
    assertEquals("", tail.firstLine());
    assertEquals("", tail.lastLine());
  }

  @Test
  void lines_blankOnesAround_theFirstAndTheLastThatAreNot() {
    add("\n  \none\n");
    add("two\nthr");
    add("ee\n \n\n");
    assertEquals("one", tail.firstLine());
    assertEquals("three", tail.lastLine());
  }

  @Test
  void lastLine_controlCharacters_areBlanks() {
    add("a\u001b[31m\tred\u0000x\r\n");
    assertEquals("a [31m red x", tail.lastLine());
  }

  @Test
  void lastLine_long_isCut() {
    add("x".repeat(301));
    assertEquals("x".repeat(300) + "...", tail.lastLine());
  }

  @Test
  void lines_muchMoreThanIsKept_firstAndLastAreStillThere() {
    add("first\n");
    for (int i = 0; i < 10_000; i++) {
      add("line " + i + "\n");
    }
    add("y".repeat(100_000) + "\nlast");
    assertEquals("first", tail.firstLine());
    assertEquals("last", tail.lastLine());
  }

  @Test
  void lastLine_notUtf8_isReadAllTheSame() {
    tail.add(new byte[] {(byte) 0xff, 'a'}, 2);
    assertEquals("\ufffda", tail.lastLine());
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    tail.add(bytes, bytes.length);
  }
}
