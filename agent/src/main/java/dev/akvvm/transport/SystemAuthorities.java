package dev.akvvm.transport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the operating system's bundle of certificate authorities, where an administrator adds a
 * private one and where every other program of the machine looks.
 */
public final class SystemAuthorities {
  /** In the order in which the distributions' OpenSSL-based programs use them. */
  private static final List<Path> PLACES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"), // Debian, Ubuntu, Arch, Gentoo
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"), // Fedora, RHEL, Azure Linux
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"), // older RHEL, CentOS
          Path.of("/etc/ssl/ca-bundle.pem"), // SUSE
          Path.of("/etc/pki/tls/cacert.pem"),
          Path.of("/etc/ssl/cert.pem")); // Alpine, and others' link to the above

  private SystemAuthorities() {}

  /**
   * The bundle: {@code SSL_CERT_FILE} if set, else the distribution's; empty if there is none,
   * because the package's runtime has none of its own.
   */
  public static Optional<Path> bundle(Map<String, String> environment) {
    String named = environment.get("SSL_CERT_FILE");
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    return PLACES.stream().filter(Files::isReadable).findFirst();
  }
}
