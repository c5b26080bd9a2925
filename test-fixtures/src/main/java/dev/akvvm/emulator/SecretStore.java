package dev.akvvm.emulator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** A vault's secrets with their versions, by name without regard to case. */
final class SecretStore {
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");

  private final Clock clock;

  /** Versions are oldest first; the last is the current one. */
  private final Map<String, List<SecretVersion>> secrets = new TreeMap<>();

  SecretStore(Clock clock) {
    this.clock = clock;
  }

  /** What changes a version; {@code now} is the time for {@code updated}. */
  interface Change {
    SecretVersion apply(SecretVersion old, long now);
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name has 1 to 127 letters, digits and hyphens, unlike '%s'".formatted(name));
    }
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  synchronized SecretVersion append(
      String name,
      String value,
      Optional<String> contentType,
      OptionalLong notBefore,
      OptionalLong expires,
      Optional<CertificateMint.Minted> certificate) {
    List<SecretVersion> versions = secrets.computeIfAbsent(key(name), _ -> new ArrayList<>());
    long now = versions.isEmpty() ? clock.instant().getEpochSecond() : after(versions.getLast());
    String canonical = versions.isEmpty() ? name : versions.getLast().name();
    SecretVersion version =
        new SecretVersion(
            canonical,
            UUID.randomUUID().toString().replace("-", ""),
            value,
            contentType,
            new SecretAttributes(true, notBefore, expires, now, now),
            certificate);
    versions.add(version);
    return version;
  }

  synchronized Optional<SecretVersion> update(String name, String version, Change change) {
    List<SecretVersion> versions = secrets.getOrDefault(key(name), List.of());
    for (int i = 0; i < versions.size(); i++) {
      SecretVersion old = versions.get(i);
      if (old.id().equalsIgnoreCase(version)) {
        SecretVersion changed = change.apply(old, after(old));
        versions.set(i, changed);
        return Optional.of(changed);
      }
    }
    return Optional.empty();
  }

  synchronized Optional<SecretVersion> current(String name) {
    return versions(name).stream().reduce((first, second) -> second);
  }

  synchronized Optional<SecretVersion> version(String name, String id) {
    return versions(name).stream().filter(version -> version.id().equalsIgnoreCase(id)).findFirst();
  }

  /** Oldest first; empty for what does not exist. */
  synchronized List<SecretVersion> versions(String name) {
    return List.copyOf(secrets.getOrDefault(key(name), List.of()));
  }

  /** The current version of each, by name. */
  synchronized List<SecretVersion> all() {
    return secrets.values().stream().map(List::getLast).toList();
  }

  /** Returns what was the current version. */
  synchronized Optional<SecretVersion> delete(String name) {
    return Optional.ofNullable(secrets.remove(key(name))).map(List::getLast);
  }

  /**
   * Key Vault counts whole seconds. A change must show in {@code updated}, so two in one second
   * count on.
   */
  private long after(SecretVersion last) {
    return Math.max(clock.instant().getEpochSecond(), last.attributes().updated() + 1);
  }
}
