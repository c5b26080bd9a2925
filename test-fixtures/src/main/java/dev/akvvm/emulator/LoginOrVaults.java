package dev.akvvm.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Optional;

/** Both have port 443 of this machine: the Host header tells which is meant. */
record LoginOrVaults(HttpHandler login, HttpHandler vaults) implements HttpHandler {
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")).orElse("");
    (LoginService.isFor(host) ? login : vaults).handle(exchange);
  }
}
