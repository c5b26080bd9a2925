package dev.akvvm.settings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Where and how a certificate is stored on disk.
 *
 * @param store the directory its files go to, absolute
 * @param linkName the name of its current link in the store; layouts with several links append
 *     their endings
 * @param layout how key and chain are spread over files
 * @param chain how much of the chain they hold
 * @param keystore written beside these files, if wanted
 * @param retainedVersions how many old versions stay besides the current one; empty for all, as
 *     Microsoft's extension does
 * @param linkTargets how links name what they lead to
 * @param versions where the versions are
 * @param grants who may read the files besides root
 */
public record Placement(
    Path store,
    String linkName,
    Layout layout,
    ChainExtent chain,
    Optional<Keystore> keystore,
    OptionalInt retainedVersions,
    LinkTargets linkTargets,
    Versions versions,
    List<Grant> grants) {
  /** How much of a certificate's chain is written. */
  public enum ChainExtent {
    /** All of it that the vault has. */
    FULL("full"),
    /**
     * Without the self-signed root at its end, which peers must have already and some must not be
     * sent; a leaf that signed itself stays.
     */
    WITHOUT_ROOT("withoutRoot");

    private final String setting;

    ChainExtent(String setting) {
      this.setting = setting;
    }

    /** What the settings call it. */
    public String setting() {
      return setting;
    }

    /** The one with this name in the settings. */
    public static Optional<ChainExtent> named(String name) {
      return Arrays.stream(values())
          .filter(each -> each.setting.equalsIgnoreCase(name))
          .findFirst();
    }
  }

  /** How links name what they lead to. In the settings each has its constant's name. */
  public enum LinkTargets {
    /** By its whole path, as Microsoft's extension does. */
    ABSOLUTE,
    /** Relative to the link's folder, which may then be mounted under another name. */
    RELATIVE
  }

  /** Where the versions are that links lead to. In the settings each has its constant's name. */
  public enum Versions {
    /** Beside the links, as Microsoft's extension has them. */
    VISIBLE,
    /** In a hidden folder of their own, for programs that read all files beside the links. */
    HIDDEN
  }

  /** As Microsoft's extension does what is not said. */
  public Placement(
      Path store,
      String linkName,
      Layout layout,
      Optional<Keystore> keystore,
      OptionalInt retainedVersions,
      List<Grant> grants) {
    this(
        store,
        linkName,
        layout,
        ChainExtent.FULL,
        keystore,
        retainedVersions,
        LinkTargets.ABSOLUTE,
        Versions.VISIBLE,
        grants);
  }

  /** Refuses a name that would leave the store. */
  public Placement {
    grants = List.copyOf(grants);
    if (!store.isAbsolute()) {
      throw new IllegalArgumentException("a store is absolute: " + store);
    }
    if (linkName.isEmpty() || linkName.contains("/") || linkName.startsWith(".")) {
      throw new IllegalArgumentException("a link name stays in its store: " + linkName);
    }
    if (retainedVersions.orElse(0) < 0) {
      throw new IllegalArgumentException("fewer than no versions cannot be retained");
    }
  }

  /** What a link in the store says that leads to this name in the store. */
  public Path target(String name) {
    return switch (linkTargets) {
      case ABSOLUTE -> store.resolve(name);
      case RELATIVE -> Path.of(name);
    };
  }

  /** Every name in the store that readers may rely on: no two certificates may share one. */
  public List<Path> links() {
    return Stream.concat(
            layout.files().stream().map(Layout.File::linkEnding).distinct(),
            keystore.stream().map(k -> "." + k.type().extension()))
        .map(ending -> store.resolve(linkName + ending))
        .toList();
  }
}
