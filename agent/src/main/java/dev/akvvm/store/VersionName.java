package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.Layout.Place;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement.Versions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of one version's files. The only class that knows how they are made and parsed.
 *
 * @param place whether they are beside the links
 * @param fileName {@code <vault>.<certificate>}
 * @param version 32 hex digits
 * @param notBefore the start of its validity, in seconds since 1970; 0 where names do not contain
 *     it
 * @param notAfter the end of its validity, in seconds since 1970; 0 for a parsed name that does not
 *     contain it
 */
record VersionName(Versions place, String fileName, String version, long notBefore, long notAfter) {
  /** The folder in a store that holds hidden versions. */
  static final String HIDDEN = ".versions";

  /** For callers that need only names that are the same for every version. */
  static final VersionName NONE = new VersionName(Versions.VISIBLE, "", "", 0, 0);

  /**
   * Seconds since 1970: negative before then, and the last second of the year 9999 has 12 digits.
   */
  private static final String TIME = "(-?\\d{1,12})";

  /** For any layout: earlier versions may have another one. */
  private static final Pattern REST =
      Pattern.compile(
          "([0-9a-fA-F]{32})(?:\\.%s\\.%s(?:%s)?|\\.(?:%s)\\.%s|%s)"
              .formatted(
                  TIME,
                  TIME,
                  anyOf(
                      Stream.concat(
                          Layout.allIn(Place.OWN_NAME).stream().map(Layout.File::name),
                          Stream.of(Keystore.Type.values()).map(type -> "." + type.extension()))),
                  anyOf(Layout.allIn(Place.NAME_OF_KIND).stream().map(Layout.File::name)),
                  TIME,
                  anyOf(
                      Layout.allIn(Place.OWN_NAME_WITHOUT_VALIDITY).stream()
                          .map(Layout.File::name))));

  private static final Pattern OF_ANY = Pattern.compile("(.+?)\\." + REST.pattern());

  private static String anyOf(Stream<String> words) {
    return words.distinct().map(Pattern::quote).collect(Collectors.joining("|"));
  }

  static VersionName of(ObservedCertificate certificate, String version, CertificateBundle bundle) {
    return new VersionName(
        certificate.placement().versions(),
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
    Optional<Versions> place = place(certificate.placement().store(), path);
    String name = String.valueOf(path.getFileName());
    String prefix = certificate.fileName() + ".";
    if (!name.startsWith(prefix) || place.isEmpty()) {
      return Optional.empty();
    }
    Matcher rest = REST.matcher(name.substring(prefix.length()));
    if (!rest.matches()) {
      return Optional.empty();
    }
    boolean both = rest.group(2) != null;
    return Optional.of(
        new VersionName(
            place.get(),
            certificate.fileName(),
            rest.group(1),
            time(both ? rest.group(2) : rest.group(4)),
            time(rest.group(3))));
  }

  private static long time(@Nullable String group) {
    return group == null ? 0 : Long.parseLong(group);
  }

  private static Optional<Versions> place(Path store, Path path) {
    Path folder = store.resolve(path).getParent();
    if (store.equals(folder)) {
      return Optional.of(Versions.VISIBLE);
    }
    return store.resolve(HIDDEN).equals(folder) ? Optional.of(Versions.HIDDEN) : Optional.empty();
  }

  /** The beginning of a version's name that tells whose it is; empty if it is not one. */
  static Optional<String> fileNameOf(String name) {
    Matcher both = OF_ANY.matcher(name);
    return both.matches() ? Optional.of(both.group(1)) : Optional.empty();
  }

  /** The name of one of several files, as Microsoft's extension 4.x names them. */
  StoreName ofKind(String word) {
    return placed(fileName + "." + version + "." + word + "." + notBefore);
  }

  /** The name with version and validity, as Microsoft's extension 1.x to 3.x uses it. */
  StoreName ending(String ending) {
    return placed(fileName + "." + version + "." + notBefore + "." + notAfter + ending);
  }

  /** The name with the version alone, for what may become valid for longer or shorter. */
  StoreName withoutValidity(String ending) {
    return placed(fileName + "." + version + ending);
  }

  /** The directory of its own. */
  StoreName directory() {
    return ending("");
  }

  StoreName keystore(Keystore.Type type) {
    return ending("." + type.extension());
  }

  private StoreName placed(String name) {
    return new StoreName(folder(place), name);
  }

  /** The folder in the store for versions of this place; empty for the store itself. */
  static Optional<String> folder(Versions place) {
    return place == Versions.HIDDEN ? Optional.of(HIDDEN) : Optional.empty();
  }
}
