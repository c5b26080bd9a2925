package dev.akvvm.forward;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.HeldLock;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import dev.akvvm.text.PlainDuration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends log lines to a receiver, beside whoever logs them: a line is written to a file, which never
 * waits for the receiver, and a thread of its own sends what is there. What it cannot send, it or
 * another process sends later: each line is delivered at least once, unless the receiver is down
 * for so long that there is no more room.
 */
public final class Forwarder implements AutoCloseable {
  /** Weeks of polls that go well, hours of some that do not. */
  private static final long LIMIT = 8L * 1024 * 1024;

  /** So that the lines of one pass go together. */
  private static final Duration TO_COLLECT = Duration.ofSeconds(1);

  /** After a failure. */
  private static final Duration UNTIL_RETRY = Duration.ofSeconds(10);

  /** How long the end of a process waits for a receiver that is known to work. */
  private static final Duration AT_THE_END = Duration.ofSeconds(3);

  /** The same for one that was down last, and may be up again. */
  private static final Duration FOR_ONE_THAT_IS_DOWN = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger("Forward");

  private final Receiver receiver;
  private final Path folder;
  private final Clock clock;
  private final Spool spool;
  private final Thread thread;
  private Health health;
  private boolean hasLines = true;
  private boolean isClosing;
  private int lost;
  private String lossReason = "";

  private Forwarder(Receiver receiver, Path folder, Clock clock, Spool spool) throws IOException {
    this.receiver = receiver;
    this.folder = folder;
    this.clock = clock;
    this.spool = spool;
    this.health = Health.read(healthFile(folder), receiver.settings().toString());
    this.thread = Thread.ofPlatform().daemon().name("forward").unstarted(this::run);
  }

  /**
   * Begins with what an earlier process has left.
   *
   * @param folder where lines are until they are acknowledged
   */
  public static Forwarder start(Receiver receiver, Path folder, Clock clock) throws IOException {
    DurableFiles.createDirectories(folder, Modes.PRIVATE_DIRECTORY);
    Forwarder forwarder = new Forwarder(receiver, folder, clock, new Spool(folder, LIMIT, clock));
    forwarder.thread.start();
    return forwarder;
  }

  /** Takes a line; never fails, and never waits for the receiver. */
  public void accept(Instant time, Map<String, String> record) {
    byte[] entry = Lines.entry(time, record);
    try {
      spool.add(entry);
      wake();
    } catch (IOException e) {
      lose(IoReason.of(e));
    }
  }

  private synchronized void wake() {
    hasLines = true;
    notifyAll();
  }

  private synchronized void lose(String reason) {
    lost++;
    lossReason = reason;
  }

  /** Lets the last lines be sent, within a few seconds; those that are not stay on the disk. */
  @Override
  public void close() {
    try {
      thread.join(end());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    spool.seal();
  }

  private synchronized Duration end() {
    isClosing = true;
    notifyAll();
    return health.downSince().isPresent() ? FOR_ONE_THAT_IS_DOWN : AT_THE_END;
  }

  private void run() {
    try {
      boolean isLast;
      do {
        isLast = awaitLines();
        tellLosses();
        if (!sent() && !isLast) {
          wake();
          isLast = closesWithin(UNTIL_RETRY);
        }
      } while (!isLast);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Nothing may fail because of its log.
      LOG.error("internal error", e);
    }
  }

  /** Waits until there is something to send; true when no more will come. */
  private synchronized boolean awaitLines() throws InterruptedException {
    boolean isCollected = hasLines;
    while (!hasLines && !isClosing) {
      wait();
    }
    if (!isCollected) {
      closesWithin(TO_COLLECT);
    }
    hasLines = false;
    return isClosing;
  }

  private synchronized boolean closesWithin(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long left = limit.toMillis();
    while (!isClosing && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return isClosing;
  }

  /** Says which lines nobody will get. */
  void tellLosses() {
    int dropped = spool.takeDropped();
    if (dropped > 0) {
      LOG.warn(
          "{} had no room for more log lines to forward; the oldest {} were dropped",
          folder,
          dropped);
    }
    int failed = takeLost();
    if (failed > 0) {
      LOG.warn("{} log line(s) cannot be kept to be forwarded: {}", failed, lossReason());
    }
  }

  private synchronized int takeLost() {
    int since = lost;
    lost = 0;
    return since;
  }

  private synchronized String lossReason() {
    return lossReason;
  }

  /** False when something is left. */
  private boolean sent() throws InterruptedException {
    spool.seal();
    try {
      Optional<HeldLock> lock = HeldLock.tryAcquire(folder.resolve("forward.lock"), Duration.ZERO);
      if (lock.isEmpty()) {
        // Another process, which acts by hand, is sending them.
        return false;
      }
      try (HeldLock _ = lock.get()) {
        return sentAll();
      }
    } catch (IOException e) {
      isDown(IoReason.of(e));
      return false;
    }
  }

  private boolean sentAll() throws IOException {
    Optional<Spool.Batch> batch = spool.oldest();
    while (batch.isPresent()) {
      if (!batch.get().lines().isEmpty()) {
        works(receiver.deliver(batch.get().lines(), health.acknowledges()));
      }
      spool.remove(batch.get());
      batch = spool.oldest();
    }
    return true;
  }

  private void isDown(String reason) {
    Health before = health;
    remember(health.down(clock.instant()));
    if (before.downSince().isPresent()) {
      LOG.debug("still cannot forward log lines to {}: {}", health.endpoint(), reason);
    } else {
      LOG.warn(
          "cannot forward log lines to {}: {}; they are kept, and sent when it works again",
          health.endpoint(),
          reason);
    }
  }

  private void works(boolean acknowledges) {
    Optional<Instant> since = health.downSince();
    remember(health.works(acknowledges));
    since.ifPresent(
        down ->
            LOG.info(
                "log lines are forwarded to {} again, after {}",
                health.endpoint(),
                PlainDuration.of(Duration.between(down, clock.instant()))));
  }

  private void remember(Health now) {
    if (now.equals(health)) {
      return;
    }
    setHealth(now);
    try {
      now.write(healthFile(folder));
    } catch (IOException e) {
      // Then the next process says it once more.
      LOG.debug("cannot remember how {} is: {}", now.endpoint(), IoReason.of(e));
    }
  }

  private synchronized void setHealth(Health now) {
    health = now;
  }

  private static Path healthFile(Path folder) {
    return folder.resolve("receiver.properties");
  }
}
