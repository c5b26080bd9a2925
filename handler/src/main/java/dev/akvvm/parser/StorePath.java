package dev.akvvm.parser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads names on disk: a store's folder, a link in it. */
final class StorePath {
  /** Where Microsoft's extension keeps certificates unless told otherwise. */
  private static final Path DEFAULT_STORE =
      Path.of("/var/lib/waagent/Microsoft.Azure.KeyVault.Store");

  private static final Set<String> WINDOWS =
      Set.of("local_machine", "localmachine", "current_user", "currentuser");

  /** In bytes; leaves room within a file name's 255 for what the store adds. */
  private static final int MAX_LINK_NAME = 200;

  private StorePath() {}

  /** The store; the default if the value is not a path. */
  static Path location(Field field) {
    Optional<String> location = field.text();
    if (location.isEmpty()) {
      return DEFAULT_STORE;
    }
    if (WINDOWS.contains(location.get().toLowerCase(Locale.ROOT))) {
      field.warning("a store of Windows; " + DEFAULT_STORE + " is used");
      return DEFAULT_STORE;
    }
    if (!location.get().startsWith("/") || !isPath(location.get())) {
      field.error("expected an absolute path, found " + field.found());
      return DEFAULT_STORE;
    }
    return Path.of(location.get()).normalize();
  }

  static Optional<String> linkName(Field field) {
    Optional<String> name = field.text();
    if (name.isPresent()
        && (name.get().contains("/")
            || name.get().startsWith(".")
            || !isNameOfUsualLength(name.get())
            || !isPath(name.get()))) {
      field.error(
          "expected a file name without \"/\" or a leading dot, at most %d bytes, found %s"
              .formatted(MAX_LINK_NAME, field.found()));
      return Optional.empty();
    }
    return name;
  }

  /** Whether a file name leaves room for what is added to it while it is being written. */
  static boolean isNameOfUsualLength(String name) {
    return name.getBytes(UTF_8).length <= MAX_LINK_NAME;
  }

  /** False also for characters that the system's locale cannot encode. */
  static boolean isPath(String text) {
    try {
      return text.chars().noneMatch(Character::isISOControl) && !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
