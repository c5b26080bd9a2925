package dev.akvvm.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import dev.akvvm.emulator.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class CachingCredentialTest {
  private static final TokenRequestContext VAULT = scope("https://vault.azure.net/.default");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final AtomicInteger requests = new AtomicInteger();

  @Test
  void getToken_untilFiveMinutesBeforeExpiry_isKept() {
    CachingCredential credential = new CachingCredential(_ -> hourly(), clock);
    credential.getTokenSync(VAULT);
    clock.forward(Duration.ofMinutes(55).minusSeconds(1));
    assertEquals("1", credential.getTokenSync(VAULT).getToken());
    clock.forward(Duration.ofSeconds(1));
    assertEquals("2", credential.getTokenSync(VAULT).getToken());
  }

  @Test
  void refused_tokenThatWasGiven_isNotGivenAgain() {
    CachingCredential credential = new CachingCredential(_ -> hourly(), clock);
    credential.getTokenSync(VAULT);
    credential.refused("another", Duration.ZERO);
    assertEquals("1", credential.getTokenSync(VAULT).getToken());
    credential.refused("1", Duration.ZERO);
    assertEquals("2", credential.getTokenSync(VAULT).getToken());
    credential.refused("1", Duration.ZERO);
    assertEquals("2", credential.getTokenSync(VAULT).getToken());
  }

  @Test
  void refused_tokenThatIsTooYoung_isKept() {
    CachingCredential credential = new CachingCredential(_ -> hourly(), clock);
    credential.getTokenSync(VAULT);
    clock.forward(Duration.ofSeconds(59));
    credential.refused("1", Duration.ofMinutes(1));
    assertEquals("1", credential.getTokenSync(VAULT).getToken());
    clock.forward(Duration.ofSeconds(1));
    credential.refused("1", Duration.ofMinutes(1));
    assertEquals("2", credential.getTokenSync(VAULT).getToken());
  }

  @Test
  void getToken_anotherAudience_isKeptBesides() {
    CachingCredential credential = new CachingCredential(_ -> hourly(), clock);
    assertEquals("1", credential.getTokenSync(VAULT).getToken());
    assertEquals("2", credential.getTokenSync(scope("https://vault.azure.cn/.default")).getToken());
    assertEquals("1", credential.getTokenSync(VAULT).getToken());
  }

  @Test
  void getToken_claimsOfAChallenge_doNotGetTheTokenThatWasRefused() {
    CachingCredential credential = new CachingCredential(_ -> hourly(), clock);
    credential.getTokenSync(VAULT);
    TokenRequestContext challenged =
        scope("https://vault.azure.net/.default").setClaims("{\"access_token\":{}}");
    assertEquals("2", credential.getTokenSync(challenged).getToken());
    assertEquals("2", credential.getTokenSync(VAULT).getToken());
  }

  @Test
  void getToken_byManyAtOnce_isOneRequestForAnAudience() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CachingCredential credential =
        new CachingCredential(
            _ -> {
              started.countDown();
              await(finish);
              return hourly();
            },
            clock);
    List<Future<AccessToken>> tokens = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        tokens.add(threads.submit(() -> credential.getTokenSync(VAULT)));
      }
      await(started);
      finish.countDown();
      for (Future<AccessToken> token : tokens) {
        assertEquals("1", token.get().getToken());
      }
    }
    assertEquals(1, requests.get());
  }

  @Test
  void getToken_anotherAudienceHangs_doesNotWaitForIt() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CachingCredential credential =
        new CachingCredential(
            request -> {
              if (request.getScopes().contains("https://slow/.default")) {
                hanging.countDown();
                await(finish);
              }
              return hourly();
            },
            clock);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<AccessToken> slow =
          threads.submit(() -> credential.getTokenSync(scope("https://slow/.default")));
      await(hanging);
      assertEquals("1", credential.getTokenSync(VAULT).getToken());
      finish.countDown();
      assertEquals("2", slow.get().getToken());
    }
  }

  @Test
  void getToken_afterAFailure_isAskedForAgainASecondLater() {
    CachingCredential credential =
        new CachingCredential(
            _ -> {
              requests.incrementAndGet();
              throw new TokenUnavailableException(false, "no");
            },
            clock);
    assertThrows(TokenUnavailableException.class, () -> credential.getTokenSync(VAULT));
    clock.forward(Duration.ofMillis(999));
    assertThrows(TokenUnavailableException.class, () -> credential.getTokenSync(VAULT));
    assertEquals(1, requests.get());
    clock.forward(Duration.ofMillis(1));
    assertThrows(TokenUnavailableException.class, () -> credential.getTokenSync(VAULT));
    assertEquals(2, requests.get());
  }

  private AccessToken hourly() {
    return new AccessToken(
        Integer.toString(requests.incrementAndGet()),
        clock.instant().plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC));
  }

  private static TokenRequestContext scope(String scope) {
    return new TokenRequestContext().addScopes(scope);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertEquals(true, latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
