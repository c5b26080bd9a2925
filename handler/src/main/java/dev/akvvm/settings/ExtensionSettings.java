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
 * @param logReceiver where log lines are sent besides the log file
 * @param metricsFile the file that metrics are written to, for node_exporter: absolute, with a name
 *     that ends in {@code .prom}
 */
public record ExtensionSettings(
    Duration pollingInterval,
    boolean requireInitialSync,
    List<ObservedCertificate> certificates,
    IdentitySettings identity,
    Optional<Proxy> proxy,
    Optional<LogReceiver> logReceiver,
    Optional<Path> metricsFile) {
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

  /** Settings without a receiver of log lines, and without metrics. */
  public ExtensionSettings(
      Duration pollingInterval,
      boolean requireInitialSync,
      List<ObservedCertificate> certificates,
      IdentitySettings identity,
      Optional<Proxy> proxy) {
    this(
        pollingInterval,
        requireInitialSync,
        certificates,
        identity,
        proxy,
        Optional.empty(),
        Optional.empty());
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

  /**
   * {@code loggingSettings}: a receiver of fluentd's forward protocol.
   *
   * @param endpoint {@code tcp://HOST:PORT} or {@code unix:///PATH}
   * @param tag what the receiver knows the lines by
   */
  public record LogReceiver(URI endpoint, String tag) {
    /** The socket's path; empty for a TCP port. */
    public Optional<Path> socket() {
      return endpoint.getScheme().equals("unix")
          ? Optional.of(Path.of(endpoint.getPath()))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return endpoint.toString();
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
