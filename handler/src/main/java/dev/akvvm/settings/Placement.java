package dev.akvvm.settings;

import java.nio.file.Path;
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
 * @param keystore written beside these files, if wanted
 * @param retainedVersions how many old versions stay besides the current one; empty for all, as
 *     Microsoft's extension does
 * @param grants who may read the files besides root
 */
public record Placement(
    Path store,
    String linkName,
    Layout layout,
    Optional<Keystore> keystore,
    OptionalInt retainedVersions,
    List<Grant> grants) {
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

  /** Every name in the store that readers may rely on: no two certificates may share one. */
  public List<Path> links() {
    return Stream.concat(
            layout.files().stream().map(Layout.File::linkEnding).distinct(),
            keystore.stream().map(k -> "." + k.type().extension()))
        .map(ending -> store.resolve(linkName + ending))
        .toList();
  }
}
