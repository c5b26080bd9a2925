package dev.akvvm.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that opens tunnels, all to one port of this machine, and remembers for whom. */
public final class TunnelProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final String credentials;
  private final List<String> tunnels = new CopyOnWriteArrayList<>();

  private TunnelProxy(String address, int target, String credentials) {
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.target = target;
    this.credentials = credentials;
  }

  /**
   * Listens on a free port.
   *
   * @param address where to listen
   * @param target port of 127.0.0.1 to which every tunnel leads; 0 refuses every tunnel
   * @param credentials {@code user:password} it wants; empty for none
   */
  public static TunnelProxy start(String address, int target, String credentials) {
    TunnelProxy proxy = new TunnelProxy(address, target, credentials);
    Thread.ofVirtual().start(proxy::serve);
    return proxy;
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** What tunnels were opened for, as {@code HOST:PORT}. */
  public List<String> tunnels() {
    return tunnels;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> tunnel(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void tunnel(Socket client) {
    try (client) {
      String request = head(client.getInputStream());
      while (!isAllowed(request)) {
        say(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"it\"");
        request = head(client.getInputStream());
      }
      if (target == 0) {
        say(client, "403 Filtered");
        return;
      }
      tunnels.add(request.split(" ", 3)[1]);
      try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), target)) {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
        Thread back = Thread.ofVirtual().start(() -> copy(server, client));
        copy(client, server);
        back.join();
      }
    } catch (IOException e) {
      // Either end has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAllowed(String request) {
    String expected = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    return credentials.isEmpty() || request.contains("Basic " + expected);
  }

  private static void say(Socket client, String status) throws IOException {
    client
        .getOutputStream()
        .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
    client.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("gone");
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // Either end has gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
