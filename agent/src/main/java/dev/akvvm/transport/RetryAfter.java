package dev.akvvm.transport;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code Retry-After} (RFC 9110): a number of seconds, or a date. */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private RetryAfter() {}

  /**
   * How long a server asks to be left alone; empty when it does not, or not in a form that can be
   * understood.
   *
   * @param now what time it is, if the server does not say so itself
   */
  public static Optional<Duration> of(HttpResponse response, Instant now) {
    String value = header(response, HttpHeaderName.RETRY_AFTER);
    Optional<Duration> pause =
        SECONDS.matcher(value).matches()
            ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
            : date(value)
                .map(
                    until ->
                        // Its clock and this machine's may differ.
                        Duration.between(
                            date(header(response, HttpHeaderName.DATE)).orElse(now), until));
    return pause.filter(Duration::isPositive);
  }

  private static String header(HttpResponse response, HttpHeaderName name) {
    return Optional.ofNullable(response.getHeaderValue(name)).orElse("").strip();
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
