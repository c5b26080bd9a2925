package dev.akvvm.vault;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sorts Key Vault's error answers by the reaction they need, and says what to do. */
final class VaultErrors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 300;

  /** RFC 9110 also allows a date; Key Vault sends seconds. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private VaultErrors() {}

  static VaultException of(String asked, HttpResponseException e) {
    @Nullable HttpResponse response = e.getResponse();
    int status = response == null ? 0 : response.getStatusCode();
    String what = asked + ": ";
    JsonNode error = error(e);
    return switch (status) {
      case 401 ->
          new VaultException.Denied(what + "the vault does not accept the token" + text(error));
      case 403 -> new VaultException.Denied(what + forbidden(error));
      case 404 ->
          new VaultException.NotFound(
              what + "no such certificate; create it, or correct the URL in observedCertificates");
      case 429 ->
          new VaultException.Throttled(
              what + "the vault throttles requests (429)", retryAfter(response));
      default ->
          new VaultException.Unavailable(
              what + "the vault answered " + status + text(error), retryAfter(response));
    };
  }

  /** 403 is several things, told apart by the inner code alone. */
  private static String forbidden(JsonNode error) {
    return switch (error.path("innererror").path("code").asText()) {
      case "SecretDisabled" ->
          "the certificate is disabled (or its signing request is pending); enable it";
      case "ForbiddenByFirewall" ->
          "the vault's firewall refuses this machine; allow its network" + text(error);
      case "ForbiddenByConnection" ->
          "the vault takes no public connections; give the machine's network a private endpoint"
              + text(error);
      default ->
          "access denied; give the machine's identity the role Key Vault Secrets User on the vault"
              + text(error);
    };
  }

  private static String text(JsonNode error) {
    String message = error.path("message").asText("").lines().findFirst().orElse("");
    return message.isEmpty()
        ? ""
        : " (" + message.substring(0, Math.min(message.length(), LONGEST)).strip() + ")";
  }

  /** The SDK has read the body by now and keeps what it decoded from it. */
  private static JsonNode error(HttpResponseException e) {
    JsonNode body = JSON.valueToTree(e.getValue());
    return body == null ? JSON.createObjectNode() : body.path("error");
  }

  private static Optional<Duration> retryAfter(@Nullable HttpResponse response) {
    String value = response == null ? null : response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
    Matcher seconds = SECONDS.matcher(value == null ? "" : value.strip());
    return seconds.matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group())))
        : Optional.empty();
  }
}
