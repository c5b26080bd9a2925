package dev.akvvm.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class OutputTailTest {
  private final OutputTail tail = new OutputTail();

  @Test
  void lines_nothing_empty() {
    assertEquals("", tail.output().firstLine());
    assertEquals("", tail.output().lastLine());
  }

  @Test
  void lines_blankOnesAround_theFirstAndTheLastThatAreNot() {
    add("\n  \none\n");
    add("two\nthr");
    add("ee\n \n\n");
    assertEquals("one", tail.output().firstLine());
    assertEquals("three", tail.output().lastLine());
  }

  @Test
  void lastLine_controlCharacters_areBlanks() {
    add("a\u001b[31m\tred\u0000x\r\n");
    assertEquals("a [31m red x", tail.output().lastLine());
  }

  @Test
  void lastLine_long_isCut() {
    add("x".repeat(301));
    assertEquals("x".repeat(300) + "...", tail.output().lastLine());
  }

  @Test
  void lines_muchMoreThanIsKept_firstAndLastAreStillThere() {
    add("first\n");
    for (int i = 0; i < 10_000; i++) {
      add("line " + i + "\n");
    }
    add("y".repeat(100_000) + "\nlast");
    assertEquals("first", tail.output().firstLine());
    assertEquals("last", tail.output().lastLine());
  }

  @Test
  void lines_upToTwiceOfWhatIsKept_areAllThere() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1600; i++) {
      text.append("line %04d\n".formatted(i));
      if (i % 200 == 199) {
        OutputTail whole = new OutputTail();
        byte[] bytes = text.toString().getBytes(UTF_8);
        whole.add(bytes, bytes.length);
        assertEquals(text.toString().lines().toList(), whole.output().lines());
      }
    }
  }

  @Test
  void lines_more_saysThatSomeAreLeftOut() {
    add("first\n" + "middle\n".repeat(10_000) + "last\n");
    assertTrue(tail.output().lines().contains("..."));
    assertTrue(tail.output().lines().size() < 3000);
  }

  @Test
  void lastLine_notUtf8_isReadAllTheSame() {
    tail.add(new byte[] {(byte) 0xff, 'a'}, 2);
    assertEquals("\ufffda", tail.output().lastLine());
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    tail.add(bytes, bytes.length);
  }
}
