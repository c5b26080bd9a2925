package dev.akvvm.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.HeldLock;
import dev.akvvm.state.RunningAgent;
import dev.akvvm.waagent.SequenceNumber;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** The lock every agent holds while it runs, taken by the launcher with {@code flock}. */
public final class AgentLock {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /** The launcher writes its line right after it has taken the lock. */
  private static final Duration NAMING_LIMIT = Duration.ofSeconds(2);

  /** A path is no longer than 4096 bytes. */
  private static final int MAX_LINE = 8 * 1024;

  private final Path file;

  /** By its file, which need not exist. */
  public AgentLock(Path file) {
    this.file = file;
  }

  /** Waits until the lock is free; false when it is still held after {@code limit}. */
  boolean awaitReleased(Duration limit) throws CommandFailedException, InterruptedException {
    try {
      if (DurableFiles.facts(file).isEmpty()) {
        return true;
      }
      Optional<HeldLock> lock = HeldLock.tryAcquire(file, limit);
      lock.ifPresent(HeldLock::close);
      return lock.isPresent();
    } catch (IOException e) {
      throw CommandFailedException.because("cannot determine whether an agent is running", e);
    }
  }

  /** The agent that holds the lock now. */
  public Optional<RunningAgent> holder() throws CommandFailedException, InterruptedException {
    return awaitReleased(Duration.ZERO) ? Optional.empty() : await(_ -> true, NAMING_LIMIT);
  }

  /** Waits until this agent holds the lock; empty when it does not do so in time. */
  Optional<RunningAgent> awaitHolder(Path home, SequenceNumber sequence, Duration limit)
      throws CommandFailedException, InterruptedException {
    return await(agent -> agent.home().equals(home) && agent.sequence().equals(sequence), limit);
  }

  private Optional<RunningAgent> await(Predicate<RunningAgent> wanted, Duration limit)
      throws CommandFailedException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    do {
      Optional<RunningAgent> holder = written().filter(wanted);
      if (holder.isPresent() && !awaitReleased(Duration.ZERO)) {
        return holder;
      }
      Thread.sleep(BETWEEN_LOOKS);
    } while (System.nanoTime() - end < 0);
    return Optional.empty();
  }

  private Optional<RunningAgent> written() throws CommandFailedException {
    return lastLine().flatMap(RunningAgent::parse);
  }

  /** The launcher's line about who held it last; empty when no agent ever did. */
  public Optional<String> lastLine() throws CommandFailedException {
    try {
      String line = new String(DurableFiles.read(file, MAX_LINE), UTF_8).strip();
      return line.isEmpty() ? Optional.empty() : Optional.of(line);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw CommandFailedException.because("cannot read who runs", e);
    }
  }
}
