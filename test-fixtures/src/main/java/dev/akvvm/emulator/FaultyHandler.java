package dev.akvvm.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A listener's handler: records every request, and lets the faults in force have their way with the
 * service's answer.
 */
final class FaultyHandler implements HttpHandler {
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final String PAGE =
      "<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>";

  private final Listener listener;
  private final Service service;
  private final Faults faults;
  private final RequestLog log;
  private final CountDownLatch closing;

  FaultyHandler(
      Listener listener, Service service, Faults faults, RequestLog log, CountDownLatch closing) {
    this.listener = listener;
    this.service = service;
    this.faults = faults;
    this.log = log;
    this.closing = closing;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Request request = Request.of(exchange);
    Optional<Effect> effect = faults.next(listener, request.path());
    if (effect.isEmpty()) {
      send(exchange, request, service.answer(request));
      return;
    }
    switch (effect.get()) {
      case Effect.Status status -> send(exchange, request, answer(status));
      case Effect.Delay delay -> {
        pause(delay.time());
        send(exchange, request, service.answer(request));
      }
      case Effect.Hang hang -> {
        log.record(listener, request, RecordedRequest.NO_ANSWER);
        pause(hang.time().orElse(FOREVER));
        exchange.close();
      }
      case Effect.Drop() -> {
        log.record(listener, request, RecordedRequest.NO_ANSWER);
        exchange.close();
      }
      case Effect.Truncate() -> {
        Response response = service.answer(request);
        log.record(listener, request, response.status());
        ServiceHandler.sendHalf(exchange, response);
      }
      case Effect.Drip drip -> {
        Response response = service.answer(request);
        log.record(listener, request, response.status());
        ServiceHandler.send(exchange, response, () -> pause(drip.pause()));
      }
      case Effect.Malformed() -> send(exchange, request, malformed(service.answer(request)));
      case Effect.Html() -> send(exchange, request, Response.html(PAGE));
      case Effect.Redirect redirect ->
          send(exchange, request, new Response(302, Map.of("Location", redirect.location()), ""));
    }
  }

  /** Recorded before it is sent: whoever has the answer finds the record. */
  private void send(HttpExchange exchange, Request request, Response response) throws IOException {
    log.record(listener, request, response.status());
    ServiceHandler.send(exchange, response);
  }

  private Response answer(Effect.Status status) {
    String body = status.body().isEmpty() ? FaultBodies.of(listener, status.code()) : status.body();
    Response response = Response.json(status.code(), body);
    return status
        .retryAfter()
        .map(time -> response.with("Retry-After", Long.toString(time.toSeconds())))
        .orElse(response);
  }

  private static Response malformed(Response whole) {
    return whole.withBody(whole.body().substring(0, whole.body().length() / 2));
  }

  private void pause(Duration time) throws IOException {
    try {
      if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the emulator closes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the emulator closes", e);
    }
  }
}
