package dev.akvvm.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a certificate's key and chain are spread over files, as data: which files a version consists
 * of, what they hold, what they and the links to them are called. In the settings a layout is named
 * as its constant, in small letters.
 */
public enum Layout {
  /**
   * One file with the full chain, leaf first, and the private key last; one link. As Microsoft's
   * extension writes it in 1.x to 3.x.
   */
  COMBINED(new File(Content.CHAIN_AND_KEY, Place.OWN_NAME, ".PEM")),
  /**
   * The chain in {@code .pem}, the key in {@code .keyid}, and {@code .luma} with metadata, written
   * last. As Microsoft's extension writes it in 4.x. The two links are switched one after the
   * other.
   */
  SPLIT(
      new File(Content.CHAIN, Place.NAME_OF_KIND, "pem"),
      new File(Content.KEY, Place.NAME_OF_KIND, "keyid"),
      new File(Content.METADATA, Place.BESIDE_LINKS, ".luma")),
  /**
   * A directory with {@code cert.pem}, {@code privkey.pem}, {@code chain.pem} and {@code
   * fullchain.pem}, as certbot names them; one link to the directory, so that all change at once.
   */
  CERTBOT(
      new File(Content.LEAF, Place.OWN_DIRECTORY, "cert.pem"),
      new File(Content.ISSUERS, Place.OWN_DIRECTORY, "chain.pem"),
      new File(Content.CHAIN, Place.OWN_DIRECTORY, "fullchain.pem"),
      new File(Content.KEY, Place.OWN_DIRECTORY, "privkey.pem"));

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final List<File> files;

  Layout(File... files) {
    this.files = List.of(files);
  }

  /** What a file holds. */
  public enum Content {
    /** The whole chain, leaf first, then the private key. */
    CHAIN_AND_KEY,
    /** The whole chain, leaf first. */
    CHAIN,
    /** The private key. */
    KEY,
    /** The leaf alone. */
    LEAF,
    /** The chain without the leaf. */
    ISSUERS,
    /** What is known of the version, as JSON, for everybody to read; no secret. */
    METADATA
  }

  /** Where a file lies, and so what it is called and how readers come to it. */
  public enum Place {
    /** In the store, named after version and validity with this ending; the link has no ending. */
    OWN_NAME,
    /** In the store, with this word in its name; the link ends in a dot and the word. */
    NAME_OF_KIND,
    /** In the version's own directory, under this name; one link, to the directory. */
    OWN_DIRECTORY,
    /** Beside the links, as a file with this ending, written once they lead to the version. */
    BESIDE_LINKS
  }

  /**
   * One file of a version.
   *
   * @param name what there is of its name that is the same for every version
   */
  public record File(Content content, Place place, String name) {
    /** What a link's name has after that of the settings, or that of this file where it is one. */
    public String linkEnding() {
      return switch (place) {
        case OWN_NAME, OWN_DIRECTORY -> "";
        case NAME_OF_KIND -> "." + name;
        case BESIDE_LINKS -> name;
      };
    }
  }

  /**
   * Those of a version. Operators are told of the first one's link, which is switched last, when
   * the others are in place.
   */
  public List<File> files() {
    return files;
  }

  /** Of all layouts, the files that lie there: what was written before may be of another layout. */
  public static List<File> allIn(Place place) {
    return Stream.of(values())
        .flatMap(layout -> layout.files.stream())
        .filter(file -> file.place() == place)
        .toList();
  }

  /** The layout that the settings call so. */
  public static Optional<Layout> named(String name) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }

  /** All names, as the settings have them, for a sentence. */
  public static String names() {
    List<String> names =
        Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    return names.stream().limit(names.size() - 1L).collect(Collectors.joining(", "))
        + " or "
        + names.getLast();
  }
}
