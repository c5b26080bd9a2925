package dev.akvvm.diagnose;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.akvvm.doctor.Finding;
import dev.akvvm.settings.Vault;
import dev.akvvm.transport.Proxies;
import dev.akvvm.transport.TransportErrors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a vault can be reached, and whether this machine's clock agrees with it. */
final class VaultCheck {
  private static final String NAME = "vault name";
  private static final String TLS = "TLS";
  private static final String CLOCK = "clock";

  /** Beyond about this, tokens are refused. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final HttpClient http;
  private final Proxies proxies;
  private final Clock clock;
  private Optional<Finding> skew = Optional.empty();

  VaultCheck(HttpClient http, Proxies proxies, Clock clock) {
    this.http = http;
    this.proxies = proxies;
    this.clock = clock;
  }

  /** What the vault's name resolves to. */
  Finding name(Vault vault) {
    try {
      List<String> addresses = new ArrayList<>();
      for (InetAddress address : InetAddress.getAllByName(vault.host())) {
        addresses.add(address.getHostAddress() + " (" + kind(address) + ")");
      }
      return Finding.ok(NAME, vault.host() + " is " + String.join(", ", addresses));
    } catch (UnknownHostException e) {
      if (proxies.cover(vault.host(), vault.port())) {
        return Finding.ok(NAME, vault.host() + " is looked up by the proxy");
      }
      return Finding.fix(
          NAME,
          vault.host()
              + " does not resolve; correct the URL, or link the vault's private DNS zone to this"
              + " network");
    }
  }

  private static String kind(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return "this machine";
    }
    boolean uniqueLocal =
        address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || address.isLinkLocalAddress() || uniqueLocal
        ? "private"
        : "public";
  }

  /** Asks without a token: the vault must refuse that, and its answer contains the time. */
  Finding tls(Vault vault) {
    HttpRequest request =
        new HttpRequest(HttpMethod.GET, vault + "/secrets?api-version=7.4&maxresults=1");
    try (HttpResponse response = http.sendSync(request, Context.NONE)) {
      String date = response.getHeaderValue(HttpHeaderName.DATE);
      if (date != null) {
        skew = skew(vault, date);
      }
      return response.getStatusCode() == 401
          ? Finding.ok(TLS, vault + " answers, and its certificate is trusted")
          : Finding.note(
              TLS,
              vault
                  + " answered "
                  + response.getStatusCode()
                  + " to a request without a token, not 401; is it a Key Vault?");
    } catch (RuntimeException e) {
      return Finding.fix(TLS, vault + ": " + TransportErrors.of(e));
    }
  }

  /** How this machine's clock compares with that of the last vault that answered. */
  Optional<Finding> clock() {
    return skew;
  }

  private Optional<Finding> skew(Vault vault, String date) {
    Instant theirs;
    try {
      theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    Duration ahead = Duration.between(theirs, clock.instant());
    String message =
        "%d s %s %s"
            .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of", vault);
    return Optional.of(
        ahead.abs().compareTo(TOLERANCE) <= 0
            ? Finding.ok(CLOCK, message)
            : Finding.fix(CLOCK, message + "; set the time, tokens are refused otherwise"));
  }
}
