package dev.akvvm.parser;

import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the URL of a secret: a certificate's, or a password's. */
final class SecretUrl {
  /** Key Vault's own rule for names of secrets and certificates. */
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");

  private static final Pattern VERSION = Pattern.compile("[0-9A-Fa-f]{32}");
  private static final Pattern URL_BEGIN = Pattern.compile("^(?i)https?://");
  private static final int MAX_PORT = 65535;
  private static final String EXPECTED =
      "expected https://<vault>.vault.azure.net/secrets/<name>[/<version>]";

  private SecretUrl() {}

  /** Every certificate has a secret of its name, so its own URL says which secret is meant. */
  static Optional<SecretIdentifier> ofCertificate(Field field) {
    return parse(field, Set.of("secrets", "certificates"), " names no certificate: ");
  }

  /** A plain secret: a certificate is observed in another list, where its key is understood. */
  static Optional<SecretIdentifier> ofSecret(Field field) {
    return parse(
        withoutValue(field),
        Set.of("secrets"),
        " names no secret; a certificate belongs in observedCertificates: ");
  }

  static Optional<SecretIdentifier> ofPassword(Field field) {
    return parse(withoutValue(field), Set.of("secrets"), " names no secret: ");
  }

  /** A value that does not begin like a URL may be the secret itself, so it is not shown. */
  private static Field withoutValue(Field field) {
    boolean url = field.isText() && field.text().filter(URL_BEGIN.asPredicate()).isPresent();
    return url ? field : field.hidden();
  }

  private static Optional<SecretIdentifier> parse(
      Field field, Set<String> collections, String otherwise) {
    if (field.isUnset()) {
      field.error("no URL: " + EXPECTED);
      return Optional.empty();
    }
    Optional<URI> url = field.text().flatMap(text -> url(field, text));
    if (url.isEmpty()) {
      return Optional.empty();
    }
    Optional<Vault> vault = vault(field, url.get());
    List<String> path =
        Arrays.stream(url.get().getPath().split("/"))
            .filter(segment -> !segment.isEmpty())
            .toList();
    if (path.size() < 2
        || path.size() > 3
        || !collections.contains(path.get(0))
        || !NAME.matcher(path.get(1)).matches()) {
      field.error(field.found() + otherwise + EXPECTED);
      return Optional.empty();
    }
    if (path.size() == 3 && !VERSION.matcher(path.get(2)).matches()) {
      field.error(field.quoted(path.get(2)) + " is not a version: expected 32 hexadecimal digits");
      return Optional.empty();
    }
    return vault.map(
        of -> new SecretIdentifier(of, path.get(1), path.stream().skip(2).findFirst()));
  }

  private static Optional<URI> url(Field field, String text) {
    try {
      URI url = new URI(text);
      if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
        field.error(field.found() + " is not an https URL with a host: " + EXPECTED);
        return Optional.empty();
      }
      if (url.getRawUserInfo() != null) {
        field.error("a user name or password before the host is not used: " + EXPECTED);
        return Optional.empty();
      }
      if (url.getRawQuery() != null || url.getRawFragment() != null) {
        field.warning("what follows \"?\" or \"#\" is ignored");
      }
      return Optional.of(url);
    } catch (URISyntaxException e) {
      field.error(field.found() + " is not a URL: " + EXPECTED);
      return Optional.empty();
    }
  }

  private static Optional<Vault> vault(Field field, URI url) {
    if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
      field.error(field.found() + " has no usable port: " + EXPECTED);
      return Optional.empty();
    }
    return VaultHost.of(field, url.getHost())
        .map(host -> new Vault(host, url.getPort() < 0 ? Vault.HTTPS : url.getPort()));
  }
}
