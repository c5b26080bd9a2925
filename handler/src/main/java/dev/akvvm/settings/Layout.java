package dev.akvvm.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How what a version holds is spread over files, as data: which files it consists of, what they
 * hold, and what they and the links to them are called. Settings choose among those for a
 * certificate with its key; everything else has one file, and a layout of its own.
 */
public enum Layout {
  /**
   * One file with the full chain, leaf first, and the private key last; one link. As Microsoft's
   * extension 1.x to 3.x writes it.
   */
  COMBINED(new File(Content.CHAIN_AND_KEY, Place.OWN_NAME, ".PEM")),
  /**
   * The chain in {@code .pem}, the key in {@code .keyid}, and {@code .luma} with metadata, written
   * last. As Microsoft's extension 4.x writes it. The two links are switched one after the other.
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
      new File(Content.KEY, Place.OWN_DIRECTORY, "privkey.pem")),
  /** One file of certificates without a key, readable by everyone; one link. */
  CA_BUNDLE(new File(Content.AUTHORITIES, Place.OWN_NAME_WITHOUT_VALIDITY, ".ca")),
  /** One file with the value of a plain secret; one link. */
  SECRET(new File(Content.VALUE, Place.OWN_NAME_WITHOUT_VALIDITY, ".secret")),
  /** One file with the values of several secrets, as variables; one link. */
  ENV_FILE(new File(Content.VALUE, Place.OWN_NAME_WITHOUT_VALIDITY, ".env"));

  private static final Pattern NEXT_WORD = Pattern.compile("_(.)");

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
    /** What is known of the version, as JSON, readable by everyone; contains no secret. */
    METADATA,
    /** Certificates without a key, readable by everyone. */
    AUTHORITIES,
    /** The values of plain secrets, byte for byte. */
    VALUE
  }

  /** Where a file is, which decides its name and how readers reach it. */
  public enum Place {
    /** In the store, named after version and validity with this ending; the link has no ending. */
    OWN_NAME,
    /** The same, named after the version alone: how long it is valid may change. */
    OWN_NAME_WITHOUT_VALIDITY,
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
   * @param name the part of its name that is the same for every version
   */
  public record File(Content content, Place place, String name) {
    /**
     * What follows the name from the settings in the link's name, or in this file's name if it is
     * beside the links.
     */
    public String linkEnding() {
      return switch (place) {
        case OWN_NAME, OWN_NAME_WITHOUT_VALIDITY, OWN_DIRECTORY -> "";
        case NAME_OF_KIND -> "." + name;
        case BESIDE_LINKS -> name;
      };
    }
  }

  /**
   * The files of a version. Operators are shown the link of the first one, which is switched last,
   * once the others are in place.
   */
  public List<File> files() {
    return files;
  }

  /** The files of all layouts that have this place: earlier versions may have another layout. */
  public static List<File> allIn(Place place) {
    return Stream.of(values())
        .flatMap(layout -> layout.files.stream())
        .filter(file -> file.place() == place)
        .toList();
  }

  /** Whether it is for a certificate with its key, and so may be chosen in the settings. */
  public boolean isForCertificates() {
    return files.stream()
        .map(File::content)
        .noneMatch(held -> held == Content.AUTHORITIES || held == Content.VALUE);
  }

  /** Its name, as in the settings. */
  public String settingsName() {
    return NEXT_WORD
        .matcher(name().toLowerCase(Locale.ROOT))
        .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
  }

  /** The layout for certificates that has this name in the settings. */
  public static Optional<Layout> named(String name) {
    return choices().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }

  private static Stream<Layout> choices() {
    return Arrays.stream(values()).filter(Layout::isForCertificates);
  }

  /** The names of those that settings may choose, for a message. */
  public static String names() {
    List<String> names = choices().map(Layout::settingsName).toList();
    return names.stream().limit(names.size() - 1L).collect(Collectors.joining(", "))
        + " or "
        + names.getLast();
  }
}
