package dev.akvvm.vault;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.transport.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Classifies Key Vault's error answers by the reaction they need, and says what to do. */
final class VaultErrors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 300;

  /** Key Vault's code for a token whose audience is not the vault's. */
  private static final String WRONG_AUDIENCE = "AKV10022";

  private VaultErrors() {}

  /** What an identity needs for a request, in the words of access policies. */
  enum Permission {
    GET("Get"),
    LIST("List");

    private final String word;

    Permission(String word) {
      this.word = word;
    }
  }

  static VaultException of(
      SecretIdentifier secret,
      CallerTrackingCredential caller,
      Permission needed,
      HttpResponseException e) {
    @Nullable HttpResponse response = e.getResponse();
    int status = response == null ? 0 : response.getStatusCode();
    String what = secret + ": ";
    JsonNode error = error(e);
    return switch (status) {
      case 401 -> new VaultException.Denied(what + unauthorized(error));
      case 403 -> forbidden(secret, caller, needed, error);
      case 404 -> new VaultException.NotFound(what + notFound(secret));
      case 429 ->
          new VaultException.Throttled(
              what + "the vault throttles requests (429)", retryAfter(response));
      default ->
          new VaultException.Unavailable(
              what + "the vault answered " + status + text(error), retryAfter(response));
    };
  }

  /** The vault's answer is the same whether the certificate is missing, or the version of it. */
  private static String notFound(SecretIdentifier secret) {
    return secret.version().isPresent()
        ? "no such version, or no certificate of that name; correct the URL in"
            + " observedCertificates, or leave the version out to follow renewals"
        : "no such certificate; create it, recover it if it was deleted, or correct the URL in"
            + " observedCertificates";
  }

  private static String unauthorized(JsonNode error) {
    return error.path("message").asText("").contains(WRONG_AUDIENCE)
        ? "the token has the wrong audience; is the identity in the vault's cloud?" + text(error)
        : "the vault does not accept the token" + text(error);
  }

  /** 403 means several things, distinguished only by the inner code. */
  private static VaultException forbidden(
      SecretIdentifier secret, CallerTrackingCredential caller, Permission needed, JsonNode error) {
    String code = error.path("innererror").path("code").asText();
    String vault = "the vault " + secret.vault().name();
    if (code.equals("SecretDisabled")) {
      return new VaultException.Disabled(
          secret + ": the certificate is disabled, or its signing request is pending; enable it");
    }
    String reason =
        switch (code) {
          case "ForbiddenByFirewall" ->
              "the vault's firewall refuses this machine; allow its network" + text(error);
          case "ForbiddenByConnection" ->
              "the vault does not accept public connections; give the machine's network a private"
                  + " endpoint"
                  + text(error);
          case "AccessDenied" ->
              "access denied by the access policies; give %s the secret permission %s on %s%s"
                  .formatted(caller.describe(), needed.word, vault, text(error));
          default ->
              "access denied; give %s the role Key Vault Secrets User on %s, and wait some minutes%s"
                  .formatted(caller.describe(), vault, text(error));
        };
    return new VaultException.Denied(secret + ": " + reason);
  }

  private static String text(JsonNode error) {
    String message = error.path("message").asText("").lines().findFirst().orElse("");
    return message.isEmpty()
        ? ""
        : " (" + message.substring(0, Math.min(message.length(), LONGEST)).strip() + ")";
  }

  /** The SDK has already read the body and keeps what it decoded from it. */
  private static JsonNode error(HttpResponseException e) {
    JsonNode body = JSON.valueToTree(e.getValue());
    return body == null ? JSON.createObjectNode() : body.path("error");
  }

  private static Optional<Duration> retryAfter(@Nullable HttpResponse response) {
    return response == null ? Optional.empty() : RetryAfter.of(response, Instant.now());
  }
}
