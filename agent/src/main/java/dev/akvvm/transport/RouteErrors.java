package dev.akvvm.transport;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Determines why a request on this route failed. */
record RouteErrors(Route route, Timeouts timeouts) {
  /** Marks a timeout as that of the whole request. */
  static final String WHOLE = "whole request";

  /** One line for the operator. */
  String reason(Throwable failure) {
    String way = route.proxy().map(proxy -> " (by the proxy " + proxy + ")").orElse("");
    // Netty reports that as a failure of the TLS that was to follow.
    return TransportErrors.first(failure, this::refusedByProxy)
            .or(() -> TransportErrors.first(failure, this::known))
            .orElseGet(() -> TransportErrors.deepest(failure))
        + way;
  }

  private @Nullable String known(Throwable failure) {
    return switch (failure) {
      case UnknownHostException e -> unresolved(e);
      case UnresolvedAddressException e -> unresolved(e);
      case ConnectTimeoutException e ->
          "no connection within "
              + Timeouts.seconds(timeouts.connect())
              + "; a firewall on the way? ("
              + TransportErrors.text(e)
              + ")";
      case ConnectException e -> unconnected(e);
      case NoRouteToHostException e -> unconnected(e);
      case SSLException e -> "TLS failed: " + untrusted(e);
      case TimeoutException e -> late(e);
      case IOException e when TransportErrors.text(e).contains("prematurely") -> closed();
      case IOException e when TransportErrors.text(e).contains("reset") -> closed();
      default -> null;
    };
  }

  private String unresolved(Exception e) {
    return "the host name "
        + route.firstHost()
        + " does not resolve; correct it, or this machine's DNS (a private endpoint needs its"
        + " private DNS zone linked to this network) ("
        + TransportErrors.text(e)
        + ")";
  }

  private @Nullable String refusedByProxy(Throwable failure) {
    if (!(failure instanceof ProxyConnectException)) {
      return null;
    }
    String text = TransportErrors.text(failure).replaceFirst("^.*, status: ", "");
    if (text.startsWith("407")) {
      return "the proxy requires a user name and password; put them into the URL of proxySettings,"
          + " in protectedSettings";
    }
    return "the proxy opens no tunnel to " + route + "; allow it there (" + text + ")";
  }

  private static String unconnected(IOException e) {
    // The prefix from Netty's native transport means nothing to an operator.
    return "connection failed: "
        + TransportErrors.text(e).replaceFirst("^.* failed with error\\(.*?\\): ", "");
  }

  private String untrusted(SSLException failure) {
    return TransportErrors.first(failure, this::knownOfTls)
        .orElseGet(() -> TransportErrors.deepest(failure));
  }

  private @Nullable String knownOfTls(Throwable failure) {
    String text = TransportErrors.text(failure).toLowerCase(Locale.ROOT);
    return switch (failure) {
      case UntrustedServerException e -> e.reason();
      case NotSslRecordException _ -> "what answers at " + route + " does not speak TLS";
      case SslHandshakeTimeoutException _ -> "no handshake in time; a firewall on the way?";
      case SSLException _
          when text.contains("protocol_version") || text.contains("protocol version") ->
          route + " offers neither TLS 1.2 nor TLS 1.3";
      default -> null;
    };
  }

  private String late(TimeoutException e) {
    return WHOLE.equals(e.getMessage())
        ? "the answer was not complete within " + Timeouts.seconds(timeouts.whole())
        : "no answer within " + Timeouts.seconds(timeouts.firstByte());
  }

  private static String closed() {
    return "the connection was closed before the answer was complete";
  }
}
