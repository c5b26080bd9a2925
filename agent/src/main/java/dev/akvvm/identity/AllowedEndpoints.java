package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.Directory;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.OpenFile;
import dev.akvvm.settings.IdentitySettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which hosts may be asked for tokens. Authors of settings need not be root on the machine, and
 * must not be able to send its token requests elsewhere; so apart from local and link-local
 * addresses, root has to list the hosts in a file: one {@code host} or {@code host:port} per line,
 * comments after {@code #}.
 */
final class AllowedEndpoints {
  private static final int MAX_BYTES = 64 * 1024;

  private final Path file;

  AllowedEndpoints(Path file) {
    this.file = file;
  }

  /** Why the settings' endpoint must not be asked; empty if it may. */
  Optional<String> problem(IdentitySettings settings) {
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
      return Optional.of(elsewhere(host, "see to " + IoReason.of(e)));
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
    try (Directory folder = DurableFiles.open(file.resolve("..").normalize());
        OpenFile open = folder.open(String.valueOf(file.getFileName()))) {
      if (!open.isOwn() || open.facts().isWritableByOthers()) {
        throw new FileSystemException(
            file.toString(), null, "users other than root can write it (chown root, chmod 644)");
      }
      return new String(open.read(MAX_BYTES), UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip().toLowerCase(Locale.ROOT))
          .filter(line -> !line.isEmpty())
          .collect(Collectors.toSet());
    }
  }
}
