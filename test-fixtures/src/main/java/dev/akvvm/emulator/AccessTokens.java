package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Issues access tokens and reads them back. They look like Entra's JWTs; the signature is random
 * and never checked.
 */
final class AccessTokens {
  static final String TENANT = "72f988bf-0000-4000-8000-0000000e3017";

  private final Clock clock;
  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong issued = new AtomicLong();
  private volatile long firstGood;

  AccessTokens(Clock clock, Duration lifetime) {
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /** A token, with the times in epoch seconds that go beside it. */
  record Issued(String token, long notBefore, long expires) {}

  /** Who calls and for whom the token is; all texts may be empty in a token from elsewhere. */
  record Claims(
      String audience,
      String issuer,
      String applicationId,
      String objectId,
      long expires,
      long number) {
    boolean isFor(String resource) {
      return audience.equals(resource) || audience.equals(resource + "/");
    }

    String caller() {
      return "appid=%s;oid=%s;iss=%s".formatted(applicationId, objectId, issuer);
    }
  }

  Issued issue(ManagedIdentity identity, String resource) {
    ObjectNode claims =
        application(identity.clientId(), "2", identity.objectId())
            .put("xms_mirid", identity.resourceId());
    return issue(claims, resource, TENANT);
  }

  Issued issue(Application application, String resource) {
    return issue(
        application(
            application.clientId(),
            application.secret().isPresent() ? "1" : "2",
            application.clientId().replaceAll("[0-9]", "0")),
        resource,
        application.tenant());
  }

  private static ObjectNode application(String clientId, String proof, String objectId) {
    return Json.object()
        .put("appid", clientId)
        .put("appidacr", proof)
        .put("idtyp", "app")
        .put("oid", objectId)
        .put("sub", objectId);
  }

  private Issued issue(ObjectNode claims, String resource, String tenant) {
    long now = clock.instant().getEpochSecond();
    long expires = now + lifetime.toSeconds();
    ObjectNode header = Json.object().put("typ", "JWT").put("alg", "RS256").put("kid", "emulator");
    claims
        .put("aud", resource)
        .put("iss", "https://sts.windows.net/" + tenant + "/")
        .put("iat", now)
        .put("nbf", now)
        .put("exp", expires)
        .put("tid", tenant)
        .put("uti", Long.toString(issued.incrementAndGet()))
        .put("ver", "1.0");
    byte[] signature = new byte[256];
    random.nextBytes(signature);
    String token =
        String.join(".", encode(Json.text(header)), encode(Json.text(claims)), encode(signature));
    return new Issued(token, now, expires);
  }

  /** Reads a token's claims. Throws IllegalArgumentException for anything that is not a JWT. */
  static Claims read(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a token has three parts, not " + parts.length);
    }
    ObjectNode claims =
        Json.readObject(
            new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    return new Claims(
        claims.path("aud").asText(),
        claims.path("iss").asText(),
        claims.path("appid").asText(),
        claims.path("oid").asText(),
        claims.path("exp").asLong(),
        claims.path("uti").asLong());
  }

  /** Vaults accept none of the tokens issued so far any more. */
  void revoke() {
    firstGood = issued.get() + 1;
  }

  boolean isRevoked(Claims claims) {
    return claims.number() < firstGood;
  }

  boolean isExpired(Claims claims) {
    return !clock.instant().isBefore(Instant.ofEpochSecond(claims.expires()));
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
