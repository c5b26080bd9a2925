package dev.akvvm.handler;

import dev.akvvm.state.AgentIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The lock every agent holds while it lives, taken by the launcher with {@code flock}. The JDK's
 * own locks are of another kind (POSIX record locks) and would not see it, so the same program is
 * asked here.
 */
final class AgentLock {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Path file;

  AgentLock(Path file) {
    this.file = file;
  }

  /** Waits until nobody holds the lock; false when somebody still does after {@code limit}. */
  boolean awaitReleased(Duration limit) throws CommandFailedException, InterruptedException {
    if (!Files.exists(file)) {
      return true;
    }
    String seconds = Long.toString(limit.toSeconds());
    return Programs.run(
            limit.plusSeconds(10), "flock", "--timeout", seconds, file.toString(), "true")
        .succeeded();
  }

  /** Who holds the lock now. */
  Optional<AgentIdentity> holder() throws CommandFailedException, InterruptedException {
    return awaitReleased(Duration.ZERO) ? Optional.empty() : written();
  }

  /** Waits until an agent from {@code home} holds the lock; empty when none does in time. */
  Optional<AgentIdentity> awaitHolder(Path home, Duration limit)
      throws CommandFailedException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      Optional<AgentIdentity> holder = written().filter(agent -> agent.home().equals(home));
      if (holder.isPresent() && !awaitReleased(Duration.ZERO)) {
        return holder;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return Optional.empty();
  }

  private Optional<AgentIdentity> written() throws CommandFailedException {
    try {
      return Files.exists(file) ? AgentIdentity.parse(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw CommandFailedException.because("cannot read who runs", e);
    }
  }
}
