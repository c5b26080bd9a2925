package dev.akvvm.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A program that decodes values with no more memory and stack than the agent has. */
final class SmallJvm {
  private SmallJvm() {}

  /** Prints a line a file: why it is refused, or a digest of all that can be written of it. */
  public static void main(String[] files) throws IOException {
    for (String file : files) {
      System.out.println(result(Files.readString(Path.of(file))));
    }
  }

  private static String result(String value) {
    try {
      return digest(CertificateBundle.decode(value));
    } catch (UnusableCertificateException e) {
      return e.reason();
    }
  }

  static String digest(CertificateBundle bundle) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    written.writeBytes(bundle.toPem());
    written.writeBytes(bundle.toPkcs12("I", "pässword"));
    written.writeBytes(bundle.toJks("I", "pässword"));
    return HexFormat.of().formatHex(Sha256.of(written.toByteArray()));
  }

  /** What it prints in a JVM with the flags of the agent's launcher, in another country. */
  static String run(Path folder, String... files) throws IOException, InterruptedException {
    String[] command = {
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Xmx64m",
      "-Xss512k",
      "-Duser.language=tr",
      "-Duser.timezone=Asia/Tokyo",
      "-Dline.separator=\r\n",
      "-Dfile.encoding=ISO-8859-1",
      "-cp",
      System.getProperty("java.class.path"),
      SmallJvm.class.getName()
    };
    String[] arguments = Stream.of(command, files).flatMap(Arrays::stream).toArray(String[]::new);
    return Program.ofJdk("java").run(folder, arguments);
  }
}
