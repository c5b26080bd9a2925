package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** A Java that reads keystores: the one of the tests, or an older one that services still have. */
record Java(Program program) {
  static Java current() {
    return new Java(Program.ofJdk("java"));
  }

  /** As the distribution packages it; without it, as in Debian 13, the test is skipped. */
  static Java seventeen() throws IOException {
    try (Stream<Path> found = Files.list(Path.of("/usr/lib/jvm"))) {
      Optional<Path> java =
          found
              .filter(each -> each.getFileName().toString().startsWith("java-17-openjdk"))
              .map(each -> each.resolve("bin/java"))
              .filter(Files::isExecutable)
              .findFirst();
      assumeTrue(java.isPresent(), "Java 17 is missing: scripts/prepare test installs it");
      return new Java(new Program(java.orElseThrow()));
    }
  }

  /** What it finds in a keystore with a password. */
  String read(Path folder, String file, String type, String password)
      throws IOException, InterruptedException {
    return reading(
        folder, file, type, Base64.getEncoder().encodeToString(password.getBytes(UTF_8)));
  }

  /** The same when the program says null instead of a password. */
  String readWithNull(Path folder, String file, String type)
      throws IOException, InterruptedException {
    return reading(folder, file, type, "-");
  }

  private String reading(Path folder, String file, String type, String password)
      throws IOException, InterruptedException {
    if (!Files.exists(folder.resolve("ReadKeystore.class"))) {
      Path source = Path.of("..", "test-fixtures", "keystores", "ReadKeystore.java");
      Program.ofJdk("javac")
          .run(folder, "--release", "17", "-d", ".", source.toAbsolutePath().toString());
    }
    return program.run(folder, "-cp", ".", "ReadKeystore", file, type, password);
  }
}
