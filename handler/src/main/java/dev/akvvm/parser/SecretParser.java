package dev.akvvm.parser;

import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads one entry of {@code observedSecrets}: a URL, or an object with one, or with an {@code
 * envFile} that names several.
 */
final class SecretParser {
  private static final String ENV_FILE = "envFile";
  private static final String ENCODING = "encoding";

  private final EntryDefaults defaults;

  SecretParser(EntryDefaults defaults) {
    this.defaults = defaults;
  }

  /** The secret, or empty when the entry has problems; they are reported to the field. */
  Optional<ObservedCertificate> parse(Field entry) {
    if (!entry.isText() && !entry.holdsMembers()) {
      entry.error("expected a URL or an object with a url or an envFile, found " + entry.found());
      return Optional.empty();
    }
    entry.warnOfUnknownKeys(KnownKeys.SECRET);
    return entry.child(ENV_FILE).isUnset() ? plain(entry) : envFile(entry);
  }

  private Optional<ObservedCertificate> plain(Field entry) {
    int errors = entry.errorsSoFar();
    Optional<SecretIdentifier> secret =
        SecretUrl.ofSecret(entry.isText() ? entry : entry.child("url"));
    Encoding encoding = encoding(entry.child(ENCODING));
    Rest rest = rest(entry, Layout.SECRET);
    return secret
        .filter(_ -> entry.errorsSoFar() == errors)
        .map(
            found ->
                rest.of(
                    found,
                    new Content.PlainSecret(encoding),
                    found.vault().name() + "." + found.name()));
  }

  private Optional<ObservedCertificate> envFile(Field entry) {
    int errors = entry.errorsSoFar();
    for (String key : new String[] {"url", ENCODING}) {
      if (!entry.child(key).isUnset()) {
        entry.child(key).error("an envFile names its secrets itself, as text; remove " + key);
      }
    }
    SortedMap<String, SecretIdentifier> variables = variables(entry.child(ENV_FILE));
    Field link = entry.child(PlacementParser.LINK);
    if (link.isUnset()) {
      link.error("an envFile has no name of its own: expected a file name, such as app.env");
    } else if (link.text().orElse("").matches(".*\\s.*")) {
      link.error("expected a file name without blanks, found " + link.found());
    }
    Rest rest = rest(entry, Layout.ENV_FILE);
    return entry.errorsSoFar() > errors
        ? Optional.empty()
        : Optional.of(
            rest.of(variables.firstEntry().getValue(), new Content.EnvFile(variables), ""));
  }

  private static SortedMap<String, SecretIdentifier> variables(Field field) {
    SortedMap<String, SecretIdentifier> variables = new TreeMap<>();
    if (!field.isObject()) {
      return variables;
    }
    Map<String, Field> members = field.members();
    if (members.isEmpty()) {
      field.error("expected variables with the URL of a secret each, found none");
    }
    members.forEach(
        (name, url) -> {
          if (!Content.EnvFile.isVariable(name)) {
            url.error(
                "not the name of a variable: expected letters, digits and underscores, no digit"
                    + " first");
          }
          SecretUrl.ofSecret(url).ifPresent(secret -> variables.put(name, secret));
        });
    return variables;
  }

  private static Encoding encoding(Field field) {
    String name = field.text().orElse("raw");
    for (Encoding each : Encoding.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    field.error("expected raw or base64, found " + field.found());
    return Encoding.RAW;
  }

  /** What every entry has, besides its secrets. */
  private record Rest(
      Optional<UserAssignedIdentity> identity,
      PlacementParser.Unnamed placement,
      OnRenewal onRenewal) {
    ObservedCertificate of(SecretIdentifier secret, Content content, String usualName) {
      return new ObservedCertificate(
          secret, OnDisabled.FAIL, identity, placement.orNamed(usualName), content, onRenewal);
    }
  }

  private Rest rest(Field entry, Layout layout) {
    return new Rest(
        IdentityParser.parseOverride(entry.child("authenticationOverride")),
        defaults.placements().parse(entry, layout),
        defaults.onRenewal(entry));
  }
}
