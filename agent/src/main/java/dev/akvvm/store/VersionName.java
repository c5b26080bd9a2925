package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.Layout.Place;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of one version's files. The only class that knows how they are made and parsed.
 *
 * @param fileName {@code <vault>.<certificate>}
 * @param version 32 hex digits
 * @param notBefore the start of its validity, in seconds since 1970
 * @param notAfter the end of its validity, in seconds since 1970; 0 for a parsed name that does not
 *     contain it
 */
record VersionName(String fileName, String version, long notBefore, long notAfter) {
  /** For callers that need only names that are the same for every version. */
  static final VersionName NONE = new VersionName("", "", 0, 0);

  /**
   * Seconds since 1970: negative before then, and the last second of the year 9999 has 12 digits.
   */
  private static final String TIME = "(-?\\d{1,12})";

  /** For any layout: earlier versions may have another one. */
  private static final Pattern REST =
      Pattern.compile(
          "([0-9a-fA-F]{32})\\.(?:%s\\.%s(?:%s)?|(?:%s)\\.%s)"
              .formatted(
                  TIME,
                  TIME,
                  anyOf(
                      Stream.concat(
                          Layout.allIn(Place.OWN_NAME).stream().map(Layout.File::name),
                          Stream.of(Keystore.Type.values()).map(type -> "." + type.extension()))),
                  anyOf(Layout.allIn(Place.NAME_OF_KIND).stream().map(Layout.File::name)),
                  TIME));

  private static String anyOf(Stream<String> words) {
    return words.distinct().map(Pattern::quote).collect(Collectors.joining("|"));
  }

  static VersionName of(ObservedCertificate certificate, String version, CertificateBundle bundle) {
    return new VersionName(
        certificate.fileName(),
        version,
        bundle.notBefore().getEpochSecond(),
        bundle.notAfter().getEpochSecond());
  }

  /**
   * Parses a name; empty when it names no version of this certificate in its store.
   *
   * @param path a link's target, whether absolute or relative to the store
   */
  static Optional<VersionName> parse(ObservedCertificate certificate, Path path) {
    Path store = certificate.placement().store();
    String name = String.valueOf(path.getFileName());
    String prefix = certificate.fileName() + ".";
    if (!name.startsWith(prefix) || !store.equals(store.resolve(path).getParent())) {
      return Optional.empty();
    }
    Matcher rest = REST.matcher(name.substring(prefix.length()));
    if (!rest.matches()) {
      return Optional.empty();
    }
    boolean both = rest.group(2) != null;
    return Optional.of(
        new VersionName(
            certificate.fileName(),
            rest.group(1),
            Long.parseLong(both ? rest.group(2) : rest.group(4)),
            both ? Long.parseLong(rest.group(3)) : 0));
  }

  /** The name of one of several files, as Microsoft's extension 4.x names them. */
  String ofKind(String word) {
    return fileName + "." + version + "." + word + "." + notBefore;
  }

  /**
   * The name with version and validity, as Microsoft's extension 1.x to 3.x uses it; for a
   * directory the whole name.
   */
  String base() {
    return fileName + "." + version + "." + notBefore + "." + notAfter;
  }

  String keystore(Keystore.Type type) {
    return base() + "." + type.extension();
  }
}
