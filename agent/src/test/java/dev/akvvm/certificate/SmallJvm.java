package dev.akvvm.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A program that decodes values with no more memory and stack than the agent has. */
final class SmallJvm {
  private SmallJvm() {}

  /** Prints the reason why each of these files is refused, a line a file. */
  public static void main(String[] files) throws IOException {
    for (String file : files) {
      System.out.println(reason(Files.readString(Path.of(file))));
    }
  }

  private static String reason(String value) {
    try {
      return CertificateBundle.decode(value).toString();
    } catch (UnusableCertificateException e) {
      return e.reason();
    }
  }

  /** What it prints in a JVM with the flags of the agent's launcher. */
  static String run(Path folder, String... files) throws IOException, InterruptedException {
    String[] command = {
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Xmx64m",
      "-Xss512k",
      "-cp",
      System.getProperty("java.class.path"),
      SmallJvm.class.getName()
    };
    String[] arguments = Stream.of(command, files).flatMap(Arrays::stream).toArray(String[]::new);
    return Program.ofJdk("java").run(folder, arguments);
  }
}
