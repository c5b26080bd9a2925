package dev.akvvm.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything the agent needs to know from the settings.
 *
 * @param pollingInterval how long after a pass the next is due; positive
 * @param requireInitialSync whether the status stays transitioning until every certificate is on
 *     disk
 * @param certificates and secrets: at least one, no two with the same link
 * @param identity how the machine proves who it is
 * @param proxy the proxy between the machine and its vaults; empty to use the environment's
 */
public record ExtensionSettings(
    Duration pollingInterval,
    boolean requireInitialSync,
    List<ObservedCertificate> certificates,
    IdentitySettings identity,
    Optional<Proxy> proxy) {
  /** Copies the list; refuses what the parser must already have refused. */
  public ExtensionSettings {
    if (!pollingInterval.isPositive()) {
      throw new IllegalArgumentException("the polling interval is positive: " + pollingInterval);
    }
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("at least one certificate is observed");
    }
  }

  /**
   * {@code proxySettings}.
   *
   * @param url {@code http://HOST:PORT}, with user and password where the proxy wants them
   * @param bypass servers reached directly, each as an entry of {@code NO_PROXY}
   */
  public record Proxy(URI url, List<String> bypass) {
    /** Copies the list. */
    public Proxy {
      bypass = List.copyOf(bypass);
    }

    @Override
    public String toString() {
      return "Proxy[host=" + url.getHost() + ", bypass=" + bypass + "]";
    }
  }

  /** The folders that certificates are installed to, each once, in the order of their names. */
  public List<Path> stores() {
    return certificates.stream()
        .map(certificate -> certificate.placement().store())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The client id, or another id, of the identity that reads a certificate; empty for the machine's
   * own. An application in the agent's environment replaces all but the certificate's own.
   */
  public Optional<String> identityOf(ObservedCertificate certificate) {
    return certificate
        .identity()
        .map(UserAssignedIdentity::id)
        .or(() -> identity.servicePrincipal().map(IdentitySettings.ServicePrincipal::clientId))
        .or(() -> identity.identity().map(UserAssignedIdentity::id));
  }
}
