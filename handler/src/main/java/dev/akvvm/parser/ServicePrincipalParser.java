package dev.akvvm.parser;

import dev.akvvm.settings.IdentitySettings.ServicePrincipal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code servicePrincipal} of {@code authenticationSettings}. */
final class ServicePrincipalParser {
  private static final String SECRET = "clientSecret";
  private static final String CERTIFICATE = "clientCertificate";

  /** Tenants are named by a GUID or a domain; both end up in the path of a URL. */
  private static final Pattern TENANT = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.-]*");

  private static final Pattern PEM_KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----");
  private static final Pattern PEM_CERTIFICATE = Pattern.compile("-----BEGIN CERTIFICATE-----");

  private ServicePrincipalParser() {}

  /** The application; empty when there is none or it has problems, which are reported. */
  static Optional<ServicePrincipal> parse(Field given) {
    Field field =
        given.protectedOnly(
            "whoever may read the VM in Azure reads public settings; move it to"
                + " protectedSettings");
    if (!field.isObject()) {
      return Optional.empty();
    }
    field.warnOfUnknownKeys(KnownKeys.SERVICE_PRINCIPAL);
    int before = field.errorsSoFar();
    Optional<String> tenant = tenant(field.child("tenantId"));
    Optional<String> client = required(field.child("clientId"), "an application's client id");
    Optional<String> secret = field.child(SECRET).text();
    Optional<String> certificate = certificate(field.child(CERTIFICATE));
    if (field.errorsSoFar() == before && secret.isPresent() == certificate.isPresent()) {
      field.error("expected either " + SECRET + " or " + CERTIFICATE);
    }
    return field.errorsSoFar() > before
        ? Optional.empty()
        : Optional.of(
            new ServicePrincipal(tenant.orElseThrow(), client.orElseThrow(), secret, certificate));
  }

  private static Optional<String> tenant(Field field) {
    Optional<String> tenant = required(field, "the tenant's id or domain");
    if (tenant.isPresent() && !TENANT.matcher(tenant.get()).matches()) {
      field.error("expected the tenant's id or domain, found " + field.found());
    }
    return tenant;
  }

  private static Optional<String> required(Field field, String expected) {
    if (field.isUnset()) {
      field.error("missing: expected " + expected);
    }
    return field.text();
  }

  private static Optional<String> certificate(Field field) {
    Optional<String> pem = field.text();
    if (pem.isPresent()
        && !(PEM_KEY.matcher(pem.get()).find() && PEM_CERTIFICATE.matcher(pem.get()).find())) {
      field.error(
          "expected PEM text with a certificate and its key, unencrypted and as BEGIN PRIVATE KEY"
              + " (openssl pkcs8 -topk8 -nocrypt makes that of others)");
    }
    return pem;
  }
}
