package dev.akvvm.settings;

import java.net.URI;
import java.util.Optional;

/**
 * How tokens are had: {@code authenticationSettings}.
 *
 * @param tokenEndpoint where tokens are asked for, complete with {@code /oauth2/token}
 * @param identity the user-assigned identity to use; empty for the system-assigned or only one
 */
public record IdentitySettings(URI tokenEndpoint, Optional<UserAssignedIdentity> identity) {
  /** The instance metadata service every Azure VM has. */
  public static final URI INSTANCE_METADATA_SERVICE =
      URI.create("http://169.254.169.254/metadata/identity/oauth2/token");
}
