package dev.akvvm.parser;

import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code authenticationSettings}, and a certificate's {@code authenticationOverride}. */
final class IdentityParser {
  private static final Pattern ADDRESS =
      Pattern.compile("(?i).*://.*|localhost\\b.*|\\d+(\\.\\d+){3}(:.*)?");
  private static final Pattern GUID =
      Pattern.compile("\\p{XDigit}{8}-(\\p{XDigit}{4}-){3}\\p{XDigit}{12}");
  private static final String CLIENT_ID = "msiClientId";

  private IdentityParser() {}

  /**
   * The identity for all certificates.
   *
   * @param beside where Microsoft documents it: beside secretsManagementSettings
   * @param inside inside it, where it is often put and Microsoft's extension silently ignores it
   */
  static IdentitySettings parse(Field beside, Field inside) {
    if (!beside.holdsNothing() && !inside.isUnset()) {
      inside.warning("ignored, because there is one beside secretsManagementSettings");
      return parse(beside);
    }
    return parse(beside.holdsNothing() && !inside.isUnset() ? inside : beside);
  }

  private static IdentitySettings parse(Field settings) {
    if (!settings.isObject()) {
      return new IdentitySettings(IdentitySettings.INSTANCE_METADATA_SERVICE, Optional.empty());
    }
    settings.warnOfUnknownKeys(KnownKeys.IDENTITY);
    return new IdentitySettings(
        EndpointParser.parse(settings.child("msiEndpoint")),
        identity(settings.child(CLIENT_ID), "; did you mean msiEndpoint?"),
        ServicePrincipalParser.parse(settings.child("servicePrincipal")));
  }

  /** A certificate's own identity; empty when it has none. */
  static Optional<UserAssignedIdentity> parseOverride(Field override) {
    if (!override.isObject()) {
      return Optional.empty();
    }
    override.warnOfUnknownKeys(KnownKeys.OVERRIDE);
    return identity(override.child(CLIENT_ID), "; expected a client id");
  }

  private static Optional<UserAssignedIdentity> identity(Field field, String hint) {
    Optional<String> id = field.text();
    if (id.isPresent() && ADDRESS.matcher(id.get()).matches()) {
      field.warning("an address, ignored" + hint);
      return Optional.empty();
    }
    Optional<UserAssignedIdentity> identity = id.map(UserAssignedIdentity::new);
    if (identity.isPresent()
        && !identity.get().isResourceId()
        && !GUID.matcher(identity.get().id()).matches()) {
      field.warning(
          field.found()
              + " is neither a client or object id (a GUID) nor a resource id"
              + " (/subscriptions/...);"
              + " used anyway");
    }
    return identity;
  }
}
