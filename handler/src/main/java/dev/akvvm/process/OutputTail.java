package dev.akvvm.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** The beginning and the end of what a program prints, however much it is. */
final class OutputTail {
  private static final int MOST = 8192;
  private static final int LONGEST_LINE = 300;
  private static final String LEFT_OUT = "\n...\n";

  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private byte[] last = new byte[0];
  private long total;

  void add(byte[] bytes, int length) {
    total += length;
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

  /** The lines that are not blank, fit for messages. */
  ProgramOutput output() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first.toByteArray());
    if (total > 2 * MOST) {
      all.writeBytes(LEFT_OUT.getBytes(UTF_8));
    }
    // What is not at the beginning already.
    int rest = (int) Math.min(last.length, total - first.size());
    all.write(last, last.length - rest, rest);
    return new ProgramOutput(
        all.toString(UTF_8)
            .lines()
            .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
            .filter(line -> !line.isEmpty())
            .map(
                line ->
                    line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...")
            .toList());
  }
}
