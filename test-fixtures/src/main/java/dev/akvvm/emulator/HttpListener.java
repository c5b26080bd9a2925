package dev.akvvm.emulator;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A listening HTTP or HTTPS server with one handler for every path. */
final class HttpListener implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private final ExecutorService executor;

  private HttpListener(HttpServer server, HttpHandler handler) {
    this.server = server;
    this.executor = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(executor);
    server.createContext("/", handler);
    server.start();
  }

  /** Listens for plain HTTP; an IOException's message says who could not listen where, and why. */
  static HttpListener plain(String name, InetSocketAddress address, HttpHandler handler)
      throws IOException {
    try {
      return new HttpListener(HttpServer.create(address, BACKLOG), handler);
    } catch (IOException e) {
      throw refused(name, address, e);
    }
  }

  /** Listens for HTTPS with the context's key; errors as {@link #plain}. */
  static HttpListener tls(
      String name, InetSocketAddress address, SSLContext context, HttpHandler handler)
      throws IOException {
    try {
      HttpsServer server = HttpsServer.create(address, BACKLOG);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new HttpListener(server, handler);
    } catch (IOException e) {
      throw refused(name, address, e);
    }
  }

  /** HOST:PORT where this listens, with the real port. */
  String authority() {
    return server.getAddress().getHostString() + ":" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static IOException refused(String name, InetSocketAddress address, IOException cause) {
    return new IOException(
        "cannot listen on %s:%d for %s: %s"
            .formatted(address.getHostString(), address.getPort(), name, cause.getMessage()),
        cause);
  }
}
