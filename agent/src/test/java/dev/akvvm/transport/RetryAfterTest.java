package dev.akvvm.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "' 30 ', 30",
    "999999, 999999",
    "'Sun, 01 Mar 2026 12:00:30 GMT', 30",
    "'Mon, 2 Mar 2026 12:00:00 GMT', 86400"
  })
  void of_secondsOrDate_isHowLongToWait(String value, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), RetryAfter.of(answer(value, ""), NOW));
  }

  @Test
  void of_dateOfAServerWhoseClockDiffers_isComparedWithItsOwn() {
    assertEquals(
        Optional.of(Duration.ofSeconds(30)),
        RetryAfter.of(
            answer("Thu, 01 Jan 2026 00:00:30 GMT", "Thu, 01 Jan 2026 00:00:00 GMT"), NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "1.5", "soon", "1000000", "Sun, 01 Mar 2026 11:59:59 GMT", "1 s"})
  void of_nothingToWaitFor_isEmpty(String value) {
    assertEquals(Optional.empty(), RetryAfter.of(answer(value, ""), NOW));
  }

  private static HttpResponse answer(String retryAfter, String date) {
    HttpHeaders headers = new HttpHeaders().set(HttpHeaderName.RETRY_AFTER, retryAfter);
    if (!date.isEmpty()) {
      headers.set(HttpHeaderName.DATE, date);
    }
    HttpResponse answer = mock(CALLS_REAL_METHODS);
    doReturn(headers).when(answer).getHeaders();
    return answer;
  }
}
