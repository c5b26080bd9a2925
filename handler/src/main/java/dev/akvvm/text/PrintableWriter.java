package dev.akvvm.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Prints everything as {@link PrintableText}: what is printed as a line stays one line. The
 * programs print only through this, because their output goes to terminals, to the journal, and to
 * the guest agent, which passes it on to Azure.
 */
public final class PrintableWriter extends PrintWriter {
  private static final int DEEPEST = 20;

  /** Prints to {@code to}, each line at once. */
  public PrintableWriter(Writer to) {
    super(to, true);
  }

  /** Prints to the standard output, in UTF-8 like the programs' locale. */
  public static PrintableWriter standardOutput() {
    return of(System.out);
  }

  /** Prints to the standard error, in UTF-8. */
  public static PrintableWriter standardError() {
    return of(System.err);
  }

  /** Prints uncaught exceptions that way too: their message may come from anywhere. */
  public static void printUncaught() {
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> standardError().printTrace(e));
  }

  /** A failure with its causes, each element on a line of its own. */
  void printTrace(Throwable failure) {
    @Nullable Throwable next = failure;
    for (int depth = 0; next != null && depth < DEEPEST; depth++, next = next.getCause()) {
      println(next);
      for (StackTraceElement element : next.getStackTrace()) {
        println("    at " + element);
      }
    }
  }

  private static PrintableWriter of(PrintStream stream) {
    return new PrintableWriter(new OutputStreamWriter(stream, UTF_8));
  }

  @Override
  public void println(@Nullable String line) {
    super.println(PrintableText.of(String.valueOf(line)));
  }

  @Override
  public void println(@Nullable Object line) {
    println(String.valueOf(line));
  }

  @Override
  public void println(char[] line) {
    println(new String(line));
  }

  @Override
  public void write(int c) {
    write(Character.toString(c));
  }

  @Override
  public void write(char[] text, int from, int length) {
    write(new String(text, from, length));
  }

  @Override
  public void write(String text, int from, int length) {
    String cleaned = PrintableText.lines(text.substring(from, from + length));
    super.write(cleaned, 0, cleaned.length());
  }
}
