package dev.akvvm.settings;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How tokens are obtained: {@code authenticationSettings}.
 *
 * @param tokenEndpoint where a managed identity's tokens are requested, complete with {@code
 *     /oauth2/token}
 * @param identity the user-assigned identity to use; empty for the system-assigned one, or the only
 *     one
 * @param servicePrincipal an application to use instead of a managed identity
 */
public record IdentitySettings(
    URI tokenEndpoint,
    Optional<UserAssignedIdentity> identity,
    Optional<ServicePrincipal> servicePrincipal) {
  /** The instance metadata service every Azure VM has. */
  public static final URI INSTANCE_METADATA_SERVICE =
      URI.create("http://169.254.169.254/metadata/identity/oauth2/token");

  /** Where Azure Arc's agent listens, on loopback only. */
  public static final URI ARC_SERVICE =
      URI.create("http://localhost:40342/metadata/identity/oauth2/token");

  /** Programs disagree on other ways to write an IPv4 address (127.1, 0x7f000001). */
  private static final Pattern LITERAL =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}|\\[[0-9A-Fa-f:.]+(%[^\\]]*)?\\]");

  /** A managed identity's settings. */
  public IdentitySettings(URI tokenEndpoint, Optional<UserAssignedIdentity> identity) {
    this(tokenEndpoint, identity, Optional.empty());
  }

  /** Who asks for tokens, for an operator. */
  public String describe() {
    return servicePrincipal
        .map(application -> "application " + application.clientId())
        .or(() -> identity.map(UserAssignedIdentity::id))
        .orElse("the machine's own");
  }

  /**
   * Whether the token endpoint is {@code localhost}, or a loopback or link-local address. Any other
   * name might lead anywhere, and is not resolved here.
   */
  public boolean hasLocalEndpoint() {
    return hasLoopbackEndpoint() || literal().filter(InetAddress::isLinkLocalAddress).isPresent();
  }

  /** Whether the token endpoint is {@code localhost} or a loopback address. */
  public boolean hasLoopbackEndpoint() {
    return "localhost".equalsIgnoreCase(tokenEndpoint.getHost())
        || literal().filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** Whether the token endpoint is Azure Arc's agent, which is known by its port. */
  public boolean hasArcEndpoint() {
    return tokenEndpoint.getPort() == ARC_SERVICE.getPort();
  }

  private Optional<InetAddress> literal() {
    String host = Optional.ofNullable(tokenEndpoint.getHost()).orElse("");
    if (!LITERAL.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]|%.*", "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * An Entra application that is not a managed identity, for machines outside Azure.
   *
   * @param tenantId a GUID or a domain of the tenant in which the application is registered
   * @param clientId the application's id
   * @param clientSecret or {@code clientCertificate}: exactly one of them; never shown
   * @param clientCertificate PEM with the certificate and its RSA key; never shown
   */
  public record ServicePrincipal(
      String tenantId,
      String clientId,
      Optional<String> clientSecret,
      Optional<String> clientCertificate) {
    /** Refuses one without a proof of identity, or with two. */
    public ServicePrincipal {
      if (tenantId.isBlank() || clientId.isBlank()) {
        throw new IllegalArgumentException("a service principal has a tenant and a client id");
      }
      if (clientSecret.isPresent() == clientCertificate.isPresent()) {
        throw new IllegalArgumentException(
            "a service principal has either a secret or a certificate");
      }
    }

    @Override
    public String toString() {
      return "ServicePrincipal[tenantId=" + tenantId + ", clientId=" + clientId + "]";
    }
  }
}
