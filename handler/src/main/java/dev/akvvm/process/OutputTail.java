package dev.akvvm.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** The beginning and the end of what a program prints, however much it is. */
final class OutputTail {
  private static final int MOST = 8192;
  private static final int LONGEST_LINE = 300;

  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private byte[] last = new byte[0];

  void add(byte[] bytes, int length) {
    int room = MOST - first.size();
    if (room > 0) {
      first.write(bytes, 0, Math.min(room, length));
    }
    int kept = Math.min(last.length, Math.max(0, MOST - length));
    int taken = Math.min(length, MOST);
    byte[] next = new byte[kept + taken];
    System.arraycopy(last, last.length - kept, next, 0, kept);
    System.arraycopy(bytes, length - taken, next, kept, taken);
    last = next;
  }

  /** The first line that is not blank, fit for a message; empty if there is none. */
  String firstLine() {
    return lines(first.toByteArray()).stream().findFirst().orElse("");
  }

  /** The last line that is not blank, fit for a message; empty if there is none. */
  String lastLine() {
    List<String> lines = lines(last);
    return lines.isEmpty() ? "" : lines.getLast();
  }

  private static List<String> lines(byte[] bytes) {
    return new String(bytes, UTF_8)
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...")
        .toList();
  }
}
