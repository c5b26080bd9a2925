package dev.akvvm.parser;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds certificates and secrets that would overwrite each other's files. */
final class Conflicts {
  /**
   * How the names of one version's files continue after the certificate's name, in every layout.
   */
  private static final Pattern VERSION_FILE = Pattern.compile("(.+)\\.\\p{XDigit}{32}(\\..*)?");

  private final List<Entry> entries = new ArrayList<>();

  /** The first entry to claim a link; a later one that claims it has the problem. */
  private final Map<Path, Entry> links = new HashMap<>();

  private final Map<Path, Entry> files = new HashMap<>();
  private final Map<Content, Entry> contents = new HashMap<>();

  private record Entry(Field field, ObservedCertificate certificate) {
    Path store() {
      return certificate.placement().store();
    }

    Path files() {
      return store().resolve(certificate.fileName());
    }
  }

  /**
   * Content written under the same names, whatever the links to it are called.
   *
   * @param kind a layout or the type of a keystore
   */
  private record Content(Path files, String kind) {}

  void add(Field field, ObservedCertificate certificate) {
    Entry entry = new Entry(field, certificate);
    entries.add(entry);
    files.putIfAbsent(entry.files(), entry);
  }

  /** Reports every certificate that conflicts with an earlier one. */
  void report() {
    for (Entry entry : entries) {
      if (!sharesLink(entry)) {
        reportOtherContent(entry);
        reportOtherPlace(entry);
      }
    }
    for (Entry entry : entries) {
      entry.certificate.placement().links().forEach(link -> reportNameOfFile(entry, link));
      reportStoreInLink(entry);
    }
  }

  private boolean sharesLink(Entry entry) {
    for (Path link : entry.certificate.placement().links()) {
      Optional<Entry> other = Optional.ofNullable(links.putIfAbsent(link, entry));
      if (other.isPresent()) {
        entry.field.error(
            other.get().certificate.equals(entry.certificate)
                ? "names the same certificate as " + other.get().field.pointer() + "; remove one"
                : "writes the same link as %s: %s; give one of them a customSymbolicLinkName"
                    .formatted(other.get().field.pointer(), name(entry, link)));
        return true;
      }
    }
    return false;
  }

  private void reportOtherContent(Entry entry) {
    Placement placement = entry.certificate.placement();
    Stream<String> kinds =
        Stream.concat(
            Stream.of(placement.layout().name()),
            placement.keystore().stream().map(keystore -> keystore.type().name()));
    kinds
        .map(kind -> contents.putIfAbsent(new Content(entry.files(), kind), entry))
        .filter(Objects::nonNull)
        .filter(other -> !agree(other.certificate, entry.certificate))
        .findFirst()
        .ifPresent(
            other ->
                entry.field.error(
                    "writes the same files as %s, but with other %s; give one of them a"
                            .formatted(
                                other.field.pointer(),
                                entry.certificate.content().isSecret()
                                    ? "acls or another encoding"
                                    : "acls, chain or keystore")
                        + " certificateStoreLocation of its own"));
  }

  /** Versions of one certificate are moved to where the settings want them. */
  private void reportOtherPlace(Entry entry) {
    Optional.ofNullable(files.get(entry.files()))
        .filter(
            first ->
                first.certificate.placement().versions()
                    != entry.certificate.placement().versions())
        .ifPresent(
            first ->
                entry.field.error(
                    "its versions are hidden and those of %s are visible, or the other way round;"
                            .formatted(first.field.pointer())
                        + " set versions alike, or give one of them a certificateStoreLocation of"
                        + " its own"));
  }

  private static boolean agree(ObservedCertificate one, ObservedCertificate other) {
    return Set.copyOf(one.placement().grants()).equals(Set.copyOf(other.placement().grants()))
        && one.placement().chain() == other.placement().chain()
        && one.placement().keystore().equals(other.placement().keystore())
        && one.content().equals(other.content());
  }

  private void reportNameOfFile(Entry entry, Path link) {
    Matcher name = VERSION_FILE.matcher(String.valueOf(link.getFileName()));
    if (name.matches()) {
      Optional.ofNullable(files.get(entry.store().resolve(name.group(1))))
          .ifPresent(
              other ->
                  entry.field.error(
                      "the link %s may be a file of %s; choose another customSymbolicLinkName"
                          .formatted(name(entry, link), other.field.pointer())));
    }
  }

  private void reportStoreInLink(Entry entry) {
    for (Path folder = entry.store(); folder != null; folder = folder.getParent()) {
      Optional.ofNullable(links.get(folder))
          .ifPresent(
              other ->
                  entry.field.error(
                      "its store is inside the link of %s; choose another certificateStoreLocation"
                          .formatted(other.field.pointer())));
    }
  }

  private static String name(Entry entry, Path link) {
    return entry.field.quoted(String.valueOf(link.getFileName()));
  }
}
