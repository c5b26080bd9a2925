package dev.akvvm.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The values that {@code test-fixtures/bundles/make} writes with openssl, keytool and the JDK's
 * keystore: each with what it must be decoded to, or why it must be refused.
 */
final class Corpus {
  private static final Path FOLDER = Path.of("target", "bundles").toAbsolutePath();

  private Corpus() {}

  /**
   * A value that is a certificate.
   *
   * @param kind of its key
   * @param chain SHA-256 of each certificate, leaf first
   * @param missing the issuer that a gap must name, or - for no gap
   */
  record Accepted(
      Path file, String kind, Path key, List<String> chain, String missing, String shows) {
    String value() throws IOException {
      return Files.readString(file);
    }

    String keyPem() throws IOException {
      return Files.readString(key);
    }

    @Override
    public String toString() {
      return file.getFileName() + ": " + shows;
    }
  }

  /** A value that is none. */
  record Refused(Path file, String words, String shows) {
    String value() throws IOException {
      return Files.readString(file);
    }

    @Override
    public String toString() {
      return file.getFileName() + ": " + shows;
    }
  }

  /** A value that opens with a password. */
  record Protected(Path file, String password, Path key, List<String> chain, String shows) {
    String value() throws IOException {
      return Files.readString(file);
    }

    String keyPem() throws IOException {
      return Files.readString(key);
    }

    @Override
    public String toString() {
      return file.getFileName() + ": " + shows;
    }
  }

  static Stream<Accepted> accepted() throws IOException, InterruptedException {
    return lines("accepted.tsv", 6)
        .map(
            line ->
                new Accepted(
                    FOLDER.resolve(line.get(0)),
                    line.get(1),
                    FOLDER.resolve(line.get(2)),
                    List.of(line.get(3).split(",", -1)),
                    line.get(4),
                    line.get(5)));
  }

  static Stream<Refused> refused() throws IOException, InterruptedException {
    return lines("refused.tsv", 3)
        .map(line -> new Refused(FOLDER.resolve(line.get(0)), line.get(1), line.get(2)));
  }

  static Stream<Protected> withPassword() throws IOException, InterruptedException {
    return lines("protected.tsv", 5)
        .map(
            line ->
                new Protected(
                    FOLDER.resolve(line.get(0)),
                    line.get(1),
                    FOLDER.resolve(line.get(2)),
                    List.of(line.get(3).split(",", -1)),
                    line.get(4)));
  }

  private static Stream<List<String>> lines(String index, int columns)
      throws IOException, InterruptedException {
    Path make = Path.of("..", "test-fixtures", "bundles", "make").toAbsolutePath().normalize();
    new Program(make).run(Path.of("."), FOLDER.toString());
    return Files.readAllLines(FOLDER.resolve(index)).stream()
        .map(line -> List.of(line.split("\t", -1)))
        .peek(
            line -> {
              if (line.size() != columns) {
                throw new IllegalStateException(index + ": " + line);
              }
            });
  }
}
