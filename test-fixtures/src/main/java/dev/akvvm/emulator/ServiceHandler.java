package dev.akvvm.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Puts a service's answers on the wire. */
final class ServiceHandler implements HttpHandler {
  private final Service service;

  ServiceHandler(Service service) {
    this.service = service;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    send(exchange, service.answer(Request.of(exchange)));
  }

  static void send(HttpExchange exchange, Response response) throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    sendHead(exchange, response, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
    exchange.close();
  }

  /** What happens between two bytes. */
  interface Pause {
    void take() throws IOException;
  }

  static void send(HttpExchange exchange, Response response, Pause pause) throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    sendHead(exchange, response, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      for (byte each : body) {
        pause.take();
        out.write(each);
        out.flush();
      }
    }
    exchange.close();
  }

  /** Announces the whole body, sends half of it and closes the connection. */
  static void sendHalf(HttpExchange exchange, Response response) throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    sendHead(exchange, response, body.length);
    OutputStream out = exchange.getResponseBody();
    out.write(body, 0, body.length / 2);
    out.flush();
    exchange.close();
  }

  private static void sendHead(HttpExchange exchange, Response response, int length)
      throws IOException {
    response.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    // -1 is this server's way to say "no body"; 0 would mean chunks of unknown length.
    exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
  }
}
