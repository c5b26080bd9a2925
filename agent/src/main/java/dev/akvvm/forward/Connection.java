package dev.akvvm.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection on which nothing takes longer than it may: a receiver that hangs, or takes nothing
 * more, ends in a timeout at every step.
 */
final class Connection implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private long deadline;

  private Connection(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /**
   * Connects to the first of the addresses that accepts it.
   *
   * @param limit for each of them
   */
  static Connection open(List<SocketAddress> addresses, Duration limit) throws IOException {
    IOException failure = new IOException("no address");
    for (SocketAddress address : addresses) {
      try {
        return open(address, limit);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static Connection open(SocketAddress address, Duration limit) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      Connection connection = new Connection(channel, Selector.open());
      connection.allow(limit);
      if (!channel.connect(address)) {
        connection.await(SelectionKey.OP_CONNECT, "accept connections");
        channel.finishConnect();
      }
      return connection;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** All addresses of a name. */
  static List<SocketAddress> addresses(String host, int port) throws IOException {
    List<SocketAddress> addresses = new ArrayList<>();
    for (InetAddress each : InetAddress.getAllByName(host)) {
      addresses.add(new InetSocketAddress(each, port));
    }
    return addresses;
  }

  /** From now on, this much time. */
  void allow(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (true) {
      channel.write(buffer);
      if (!buffer.hasRemaining()) {
        return;
      }
      await(SelectionKey.OP_WRITE, "take what is sent");
    }
  }

  /** Some bytes, at least one; -1 when the receiver has closed the connection. */
  int read(ByteBuffer buffer) throws IOException {
    while (true) {
      int length = channel.read(buffer);
      if (length != 0) {
        return length;
      }
      await(SelectionKey.OP_READ, "acknowledge what it was sent");
    }
  }

  /** Lets the receiver know that nothing more will come. */
  void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  private void await(int operation, String what) throws IOException {
    channel.register(selector, operation);
    do {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("it does not " + what);
      }
      selector.selectedKeys().clear();
      selector.select(left);
    } while (selector.selectedKeys().isEmpty());
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
