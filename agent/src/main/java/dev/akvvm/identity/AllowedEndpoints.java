package dev.akvvm.identity;

import dev.akvvm.settings.IdentitySettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which hosts may be asked for tokens. Who may write settings need not be root on the machine, and
 * must not lead its requests for tokens elsewhere; so beyond the machine itself and its link, root
 * has to list the hosts in a file: one {@code host} or {@code host:port} a line, comments behind
 * {@code #}.
 */
final class AllowedEndpoints {
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path file;

  AllowedEndpoints(Path file) {
    this.file = file;
  }

  /** Why the settings' endpoint must not be asked; empty if it may. */
  Optional<String> objection(IdentitySettings settings) {
    if (settings.hasLocalEndpoint()) {
      return Optional.empty();
    }
    URI endpoint = settings.tokenEndpoint();
    String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
    try {
      Set<String> listed = listed();
      if (listed.contains(host) || listed.contains(host + ":" + port(endpoint))) {
        return Optional.empty();
      }
      return Optional.of(elsewhere(host, "list it in " + file));
    } catch (NoSuchFileException e) {
      return Optional.of(elsewhere(host, "list it in " + file));
    } catch (IOException e) {
      return Optional.of(elsewhere(host, "see to " + e.getMessage()));
    }
  }

  private static String elsewhere(String host, String cure) {
    return " is not asked: "
        + host
        + " is neither localhost nor a loopback or link-local address; correct msiEndpoint, or as"
        + " root "
        + cure;
  }

  private static int port(URI endpoint) {
    int usual = "https".equalsIgnoreCase(endpoint.getScheme()) ? 443 : 80;
    return endpoint.getPort() < 0 ? usual : endpoint.getPort();
  }

  private Set<String> listed() throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    // Whom the agent runs as: root.
    if (!attributes.owner().equals(Files.getOwner(Path.of("/proc/self")))
        || attributes.permissions().stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
      throw new IOException(file + ", which others than root can write (chown root, chmod 644)");
    }
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceFirst("#.*", "").strip().toLowerCase(Locale.ROOT))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toSet());
  }
}
