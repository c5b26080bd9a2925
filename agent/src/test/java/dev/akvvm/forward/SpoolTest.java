package dev.akvvm.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
  private static final long LIMIT = 4L * Spool.FILE_SIZE;

  @TempDir private Path folder;

  @Test
  void oldest_nothingThere_isEmpty() throws IOException {
    assertEquals(Optional.empty(), spool().oldest());
    assertEquals(0, spool().waiting());
  }

  @Test
  void oldest_fileThatIsStillWritten_waitsUntilItIsClosed() throws IOException {
    Spool writing = spool();
    writing.add(line(1));

    assertEquals(Optional.empty(), spool().oldest());
    assertEquals(1, spool().waiting());
    writing.seal();
    assertEquals(1, spool().oldest().orElseThrow().lines().count());
  }

  @Test
  void oldest_smallFilesOfManyProcesses_goTogether() throws IOException {
    for (int i = 0; i < 5; i++) {
      Spool process = spool();
      process.add(line(i));
      process.seal();
    }
    Spool.Batch batch = spool().oldest().orElseThrow();
    assertEquals(5, batch.lines().count());
    assertEquals(5, batch.names().size());
    spool().remove(batch);
    assertEquals(Optional.empty(), spool().oldest());
  }

  @Test
  void oldest_lineThatACrashCutOff_isLeftOut() throws IOException {
    Spool process = spool();
    process.add(line(1));
    process.add(line(2));
    process.seal();
    byte[] half = line(3);
    Files.write(
        onlyFile(), java.util.Arrays.copyOf(half, half.length - 1), StandardOpenOption.APPEND);

    Lines lines = spool().oldest().orElseThrow().lines();
    assertEquals(2, lines.count());
    assertEquals(line(1).length + line(2).length, lines.length());
  }

  @Test
  void oldest_fileThatIsNoneOfOurs_holdsNothingUp() throws IOException {
    Files.write(folder.resolve("000000000000000-" + "0".repeat(16)), new byte[0]);
    Spool process = spool();
    process.add(line(1));
    process.seal();

    assertEquals(1, spool().oldest().orElseThrow().lines().count());
  }

  @Test
  void add_noRoom_dropsTheOldestAndCountsThem() throws IOException {
    Spool spool = spool();
    int lines = 0;
    while (spool.waiting() == lines) {
      for (int i = 0; i < 100; i++) {
        spool.add(line(lines++));
      }
    }
    int left = spool.waiting();
    assertEquals(lines - left, spool.takeDropped());
    assertEquals(0, spool.takeDropped());
    assertTrue(size() <= LIMIT, () -> "too large");
    spool.seal();

    List<Integer> kept = new ArrayList<>();
    for (Optional<Spool.Batch> next = spool.oldest(); next.isPresent(); next = spool.oldest()) {
      kept.addAll(numbers(next.get().lines()));
      spool.remove(next.get());
    }
    assertEquals(IntStream.range(lines - left, lines).boxed().toList(), kept);
  }

  private static List<Integer> numbers(Lines lines) {
    return java.util.regex.Pattern.compile("line (\\d{6})")
        .matcher(new String(lines.message("", ""), UTF_8))
        .results()
        .map(match -> Integer.valueOf(match.group(1)))
        .toList();
  }

  private static byte[] line(int number) {
    return Lines.entry(Instant.EPOCH, Map.of("message", "line %06d".formatted(number)));
  }

  private Spool spool() {
    return new Spool(folder, LIMIT, Clock.systemUTC());
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findFirst().orElseThrow();
    }
  }

  private long size() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.mapToLong(each -> each.toFile().length()).sum();
    }
  }
}
