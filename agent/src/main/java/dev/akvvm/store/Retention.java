package dev.akvvm.store;

import dev.akvvm.files.FileFacts;
import dev.akvvm.settings.Placement.Versions;
import dev.akvvm.store.VersionFiles.Found;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Removes old versions, as the settings ask. */
record Retention(VersionFiles versions) {
  /**
   * Removes the oldest versions beyond those to be retained; never the current one, nor one that
   * any link in the store points to.
   *
   * @param current the version readers get
   */
  void apply(String current) throws IOException {
    OptionalInt retained = versions.certificate().placement().retainedVersions();
    if (retained.isEmpty()) {
      return;
    }
    Map<String, OldVersion> all = new HashMap<>();
    for (Versions place : Versions.values()) {
      for (Found file : versions.in(place)) {
        all.computeIfAbsent(
                file.version().version(), _ -> new OldVersion(file.version(), new ArrayList<>()))
            .files()
            .add(file);
      }
    }
    all.values().stream()
        .filter(version -> !version.name().version().equals(current))
        .sorted(OldVersion.NEWEST_FIRST)
        .skip(retained.getAsInt())
        .filter(version -> version.files().stream().noneMatch(Found::isShown))
        .toList()
        .forEach(version -> version.files().forEach(versions::removeIfPossible));
  }

  /** All files of one version, in whatever layouts it has been written. */
  private record OldVersion(VersionName name, List<Found> files) {
    /**
     * Versions whose validity begins in the same second are ordered by when they were installed.
     */
    private static final Comparator<OldVersion> NEWEST_FIRST =
        Comparator.comparingLong((OldVersion version) -> version.name().notBefore())
            .thenComparing(OldVersion::written)
            .reversed();

    private Instant written() {
      return files.stream()
          .map(Found::facts)
          .map(FileFacts::modified)
          .max(Comparator.naturalOrder())
          .orElse(Instant.EPOCH);
    }
  }
}
