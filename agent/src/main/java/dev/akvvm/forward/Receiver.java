package dev.akvvm.forward;

import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Delivers lines: each message on a connection of its own, until it is acknowledged.
 *
 * <p>Not every receiver acknowledges: fluentd does not at a Unix socket. Whether this one does
 * shows when it is first used. One that has never done it has taken a message when, told that
 * nothing more will come, it closes the connection: it has read to the end. One that once
 * acknowledged is held to it.
 *
 * @param limit for each step
 */
public record Receiver(LogReceiver settings, Duration limit) {
  /** Long enough for a busy receiver, short enough for the end of a pass. */
  private static final Duration USUAL = Duration.ofSeconds(2);

  /** After that a receiver that begins with a greeting has sent it. */
  private static final Duration FOR_A_GREETING = Duration.ofMillis(300);

  /** With the usual limit. */
  public static Receiver of(LogReceiver settings) {
    return new Receiver(settings, USUAL);
  }

  /**
   * Sends these lines and waits until they have been taken.
   *
   * @param acknowledges whether it acknowledged the last message it took; empty if none was sent
   * @return whether it acknowledges
   * @throws IOException when it cannot be known that it has taken them
   */
  boolean deliver(Lines lines, Optional<Boolean> acknowledges) throws IOException {
    String chunk = UUID.randomUUID().toString();
    try (Connection connection = connect()) {
      connection.allow(limit);
      connection.write(lines.message(settings.tag(), chunk));
      if (acknowledges.orElse(true) && isAcknowledged(connection, chunk, acknowledges)) {
        return true;
      }
      connection.allow(limit);
      connection.endOutput();
      return new Answers(connection).acknowledge(chunk);
    }
  }

  /** False when it is not known to acknowledge, and has not done so in time. */
  private static boolean isAcknowledged(
      Connection connection, String chunk, Optional<Boolean> acknowledges) throws IOException {
    try {
      if (new Answers(connection).acknowledge(chunk)) {
        return true;
      }
    } catch (SocketTimeoutException e) {
      if (acknowledges.isPresent()) {
        throw e;
      }
      return false;
    }
    throw new IOException("it closes the connection instead of acknowledging what it was sent");
  }

  /**
   * Connects, and sends nothing.
   *
   * @throws IOException when it would not take lines
   */
  public void probe() throws IOException {
    try (Connection connection = connect()) {
      connection.allow(FOR_A_GREETING);
      new Answers(connection).acknowledge("");
      throw new IOException("it closes the connection at once");
    } catch (SocketTimeoutException e) {
      // It waits for lines.
    }
  }

  private Connection connect() throws IOException {
    Optional<Path> socket = settings.socket();
    List<SocketAddress> addresses =
        socket.isPresent()
            ? List.of(UnixDomainSocketAddress.of(socket.get()))
            : Connection.addresses(host(), settings.endpoint().getPort());
    return Connection.open(addresses, limit);
  }

  private String host() {
    return settings.endpoint().getHost();
  }
}
