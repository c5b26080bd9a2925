package dev.akvvm.parser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one entry of {@code observedCertificates}: a URL, or an object with one. */
final class CertificateParser {
  /** Where Microsoft's extension keeps certificates unless told otherwise. */
  private static final Path DEFAULT_STORE =
      Path.of("/var/lib/waagent/Microsoft.Azure.KeyVault.Store");

  /** Key Vault's own rule for names of secrets and certificates. */
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");

  private static final Pattern VERSION = Pattern.compile("[0-9A-Fa-f]{32}");
  private static final int MAX_PORT = 65535;

  /** In bytes; leaves room within a file name's 255 for what the store adds. */
  private static final int MAX_LINK_NAME = 200;

  private static final Set<String> KEYS =
      Set.of(
          "url",
          "certificateStoreName",
          "certificateStoreLocation",
          "customSymbolicLinkName",
          "acls",
          "keyExportable",
          "accounts");
  private static final String EXPECTED =
      "expected https://<vault>.vault.azure.net/secrets/<name>[/<version>]";

  private CertificateParser() {}

  /** The certificate, or empty when the entry has problems; they are reported to the field. */
  static Optional<ObservedCertificate> parse(Field entry, Field defaultStore) {
    Field object = entry.isText() ? entry.asObjectWith("url") : entry;
    if (!object.holdsMembers()) {
      entry.error("expected a URL or an object with a url, found " + entry.found());
      return Optional.empty();
    }
    object.warnOfUnknownKeys(KEYS);
    if (!object.child("acls").isUnset()) {
      object.child("acls").warning("acls are not applied by this version; files are root's");
    }
    Field urlField = entry.isText() ? entry : object.child("url");
    Optional<Path> store = store(object.child("certificateStoreLocation"), defaultStore);
    Optional<String> customLink = linkName(object.child("customSymbolicLinkName"));
    Optional<URI> url = url(urlField);
    if (url.isEmpty() || store.isEmpty()) {
      return Optional.empty();
    }
    return certificate(urlField, url.get(), store.get(), customLink);
  }

  private static Optional<URI> url(Field field) {
    if (field.isUnset()) {
      field.error("no URL: " + EXPECTED);
      return Optional.empty();
    }
    Optional<String> text = field.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.get());
      if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
        field.error("\"" + text.get() + "\" is no https URL with a host: " + EXPECTED);
        return Optional.empty();
      }
      return Optional.of(url);
    } catch (URISyntaxException e) {
      field.error("\"" + text.get() + "\" is no URL: " + EXPECTED);
      return Optional.empty();
    }
  }

  private static Optional<ObservedCertificate> certificate(
      Field field, URI url, Path store, Optional<String> customLink) {
    List<String> path =
        Arrays.stream(url.getPath().split("/")).filter(segment -> !segment.isEmpty()).toList();
    boolean collection =
        !path.isEmpty() && (path.get(0).equals("secrets") || path.get(0).equals("certificates"));
    if (!collection || path.size() < 2 || path.size() > 3 || !NAME.matcher(path.get(1)).matches()) {
      field.error("\"" + url + "\" names no certificate: " + EXPECTED);
      return Optional.empty();
    }
    if (path.size() == 3 && !VERSION.matcher(path.get(2)).matches()) {
      field.error("\"" + path.get(2) + "\" is no version: expected 32 hexadecimal digits");
      return Optional.empty();
    }
    if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
      field.error("\"" + url + "\" has no usable port: " + EXPECTED);
      return Optional.empty();
    }
    Vault vault = new Vault(url.getHost(), url.getPort() < 0 ? Vault.HTTPS : url.getPort());
    String name = path.get(1);
    return Optional.of(
        new ObservedCertificate(
            new SecretIdentifier(
                vault, name, path.size() == 3 ? Optional.of(path.get(2)) : Optional.empty()),
            Optional.empty(),
            new Placement(
                store,
                customLink.orElse(vault.name() + "." + name),
                Placement.Layout.COMBINED,
                Optional.empty(),
                OptionalInt.empty(),
                List.of())));
  }

  private static Optional<Path> store(Field own, Field inherited) {
    Field field = own.isUnset() ? inherited : own;
    Optional<String> location = field.text();
    if (location.isEmpty()) {
      return Optional.of(DEFAULT_STORE);
    }
    if (location.get().equalsIgnoreCase("LOCAL_MACHINE")
        || location.get().equalsIgnoreCase("LocalMachine")
        || location.get().equalsIgnoreCase("CurrentUser")) {
      field.warning("a store of Windows; " + DEFAULT_STORE + " is used");
      return Optional.of(DEFAULT_STORE);
    }
    if (!location.get().startsWith("/") || !isPath(location.get())) {
      field.error("expected an absolute path, found \"" + location.get() + "\"");
      return Optional.empty();
    }
    return Optional.of(Path.of(location.get()).normalize());
  }

  /** False too for letters that the system's locale has no bytes for. */
  private static boolean isPath(String text) {
    try {
      return text.chars().noneMatch(Character::isISOControl) && !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Optional<String> linkName(Field field) {
    Optional<String> name = field.text();
    if (name.isPresent()
        && (name.get().contains("/")
            || name.get().startsWith(".")
            || name.get().getBytes(UTF_8).length > MAX_LINK_NAME
            || !isPath(name.get()))) {
      field.error(
          "expected a file name without \"/\" or a leading dot, at most %d bytes, found \"%s\""
              .formatted(MAX_LINK_NAME, name.get()));
      return Optional.empty();
    }
    return name;
  }
}
