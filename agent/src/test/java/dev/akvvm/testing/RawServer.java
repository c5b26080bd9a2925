package dev.akvvm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says the same few bytes to whoever sends something, and then nothing more. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final byte[] answer;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private RawServer(byte[] answer) {
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.answer = answer;
  }

  /** Listens on a free port of 127.0.0.1. */
  public static RawServer saying(byte... answer) {
    RawServer server = new RawServer(answer);
    Thread.ofVirtual().start(server::serve);
    return server;
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        if (answer.length > 0 && client.getInputStream().read() >= 0) {
          client.getOutputStream().write(answer);
          client.getOutputStream().flush();
        }
      } catch (IOException e) {
        // The client has gone, or this server is being closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
