package dev.akvvm.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StoreThreadsTest {
  private static final Path HANGING = Path.of("/mnt/away");
  private static final Path OTHER = Path.of("/etc/certs");

  private final StoreThreads threads = new StoreThreads(Duration.ofMillis(300));

  @Test
  void run_storeHangs_itsWorkFailsAndTheOthersGoesOn() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);

    IOException first = assertThrows(IOException.class, () -> await(hang));
    // Not even begun: nobody waits once more for what has not ended.
    long start = System.nanoTime();
    IOException second = assertThrows(IOException.class, () -> threads.run(HANGING, () -> 1));
    Duration waited = Duration.ofNanos(System.nanoTime() - start);

    String reason =
        "/mnt/away: its file system has not answered for 0 s; is its file server unreachable?";
    assertEquals(reason, IoReason.of(first));
    assertEquals(reason, IoReason.of(second));
    assertEquals(true, waited.compareTo(Duration.ofMillis(300)) < 0, waited.toString());
    assertEquals(2, threads.run(OTHER, () -> 2));
    hang.countDown();
  }

  @Test
  void run_storeAnswersAgain_itsWorkIsDone() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    assertThrows(IOException.class, () -> await(hang));
    hang.countDown();

    int result = 0;
    for (int i = 0; i < 100 && result == 0; i++) {
      try {
        result = threads.run(HANGING, () -> 3);
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    assertEquals(3, result);
  }

  @Test
  void run_workFails_reasonIsItsOwn() {
    assertEquals(
        "disk on fire",
        reason(
            () -> {
              throw new IOException("disk on fire");
            }));
    assertEquals(
        "/etc/certs: not enough memory to read it",
        reason(
            () -> {
              throw new OutOfMemoryError("simulated");
            }));
  }

  private String reason(StoreThreads.Work<Integer> work) {
    return IoReason.of(assertThrows(IOException.class, () -> threads.run(OTHER, work)));
  }

  private void await(CountDownLatch hang) throws IOException {
    threads.run(
        HANGING,
        () -> {
          try {
            hang.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return 0;
        });
  }
}
