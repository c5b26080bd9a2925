package dev.akvvm.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a vault requires of a token.
 *
 * @param audience what the token must be for, in the vault's words; empty if it does not say, as in
 *     a challenge for claims
 * @param claims what else the token must contain; empty for nothing
 * @see <a
 *     href="https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses">The
 *     challenge</a>
 */
record Challenge(Optional<String> audience, Optional<String> claims) {
  private static final String SCHEME = "Bearer ";
  private static final String DEFAULT_SCOPE = "/.default";
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([A-Za-z_]+)=(?:\"([^\"]*)\"|([^\",\\s]*))");

  /** The challenge in an answer; empty if it has none that a token could meet. */
  static Optional<Challenge> of(HttpResponse answer) {
    String header = answer.getHeaderValue(HttpHeaderName.WWW_AUTHENTICATE);
    if (answer.getStatusCode() != 401
        || header == null
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    Map<String, String> attributes = attributes(header.substring(SCHEME.length()));
    Optional<String> scope =
        Optional.ofNullable(attributes.get("scope"))
            .map(
                text ->
                    text.endsWith(DEFAULT_SCOPE)
                        ? text.substring(0, text.length() - DEFAULT_SCOPE.length())
                        : text);
    return Optional.of(
        new Challenge(
            Optional.ofNullable(attributes.get("resource")).or(() -> scope), claims(attributes)));
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new HashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(text);
    while (attribute.find()) {
      String value = attribute.group(2) == null ? attribute.group(3) : attribute.group(2);
      attributes.putIfAbsent(attribute.group(1), value);
    }
    return attributes;
  }

  private static Optional<String> claims(Map<String, String> attributes) {
    if (!"insufficient_claims".equalsIgnoreCase(attributes.get("error"))) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(attributes.get("claims"))
          .map(text -> new String(Base64.getDecoder().decode(text), UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
