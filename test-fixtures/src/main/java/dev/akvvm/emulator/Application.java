package dev.akvvm.emulator;

import java.util.Optional;

/**
 * An application registered in Entra, and how it may prove who it is.
 *
 * @param tenant in whose login it is known, by id
 * @param clientId a GUID
 * @param secret its client secret
 * @param certificatePem the certificate whose key signs its assertions
 * @param subject whom a federated token must name; its issuer and signature are not checked
 */
public record Application(
    String tenant,
    String clientId,
    Optional<String> secret,
    Optional<String> certificatePem,
    Optional<String> subject) {
  /** The tenant to which all vaults here belong. */
  public static final String TENANT = AccessTokens.TENANT;

  /** One that cannot prove anything yet. */
  public static Application of(String clientId) {
    return new Application(TENANT, clientId, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with a client secret. */
  public Application withSecret(String value) {
    return new Application(tenant, clientId, Optional.of(value), certificatePem, subject);
  }

  /** The same with a certificate. */
  public Application withCertificate(String pem) {
    return new Application(tenant, clientId, secret, Optional.of(pem), subject);
  }

  /** The same, trusting the federated tokens of a subject. */
  public Application withFederatedSubject(String value) {
    return new Application(tenant, clientId, secret, certificatePem, Optional.of(value));
  }

  @Override
  public String toString() {
    return "Application[tenant=" + tenant + ", clientId=" + clientId + "]";
  }
}
