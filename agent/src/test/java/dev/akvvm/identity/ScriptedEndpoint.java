package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.credential.TokenRequestContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.akvvm.emulator.MovableClock;
import dev.akvvm.transport.HttpClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A token endpoint that says what it is told to, and a machine whose time passes by pauses. */
final class ScriptedEndpoint implements AutoCloseable {
  static final TokenRequestContext VAULT =
      new TokenRequestContext().addScopes("https://vault.azure.net/.default");
  static final String TOKEN = "{\"access_token\": \"a-token\", \"expires_on\": \"4000000000\"}";

  final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  final List<Duration> pauses = new ArrayList<>();

  private final HttpServer server;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  ScriptedEndpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private record Reply(int status, Map<String, String> headers, String body) {}

  /** A request, as far as tests look at it. */
  record Received(String method, URI target, Optional<String> authorization, String body) {}

  ScriptedEndpoint then(int status, String body) {
    return then(status, Map.of(), body);
  }

  /** The last reply is given for ever. */
  ScriptedEndpoint then(int status, Map<String, String> headers, String body) {
    replies.add(new Reply(status, headers, body));
    return this;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/oauth2/token");
  }

  List<Received> received() {
    return received;
  }

  IdentityContext context(Path arcKeys) {
    return new IdentityContext(
        HttpClients.forMetadata(),
        HttpClients.forMetadata(),
        Map.of(),
        Path.of("/no/such/file"),
        arcKeys,
        clock,
        time -> {
          pauses.add(time);
          clock.forward(time);
        });
  }

  private void answer(HttpExchange exchange) throws IOException {
    received.add(
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Reply reply = replies.size() > 1 ? replies.remove() : replies.element();
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] body = reply.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
