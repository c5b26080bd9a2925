package dev.akvvm.identity;

import dev.akvvm.settings.IdentitySettings;

/** The protocols of managed identity endpoints, distinguished by the address. */
enum EndpointKind {
  INSTANCE_METADATA,
  ARC,
  RETIRED_EXTENSION;

  static EndpointKind of(IdentitySettings settings) {
    if (settings.hasArcEndpoint()) {
      return ARC;
    }
    return settings.tokenEndpoint().getPath().equals("/oauth2/token")
        ? RETIRED_EXTENSION
        : INSTANCE_METADATA;
  }
}
