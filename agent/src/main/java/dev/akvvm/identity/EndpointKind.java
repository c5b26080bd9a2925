package dev.akvvm.identity;

import java.net.URI;

/** The protocols of managed identity endpoints, told apart by the address. */
enum EndpointKind {
  INSTANCE_METADATA,
  ARC,
  RETIRED_EXTENSION;

  /** Azure Arc's agent always listens there, on loopback only. */
  private static final int ARC_PORT = 40342;

  static EndpointKind of(URI endpoint) {
    if (endpoint.getPort() == ARC_PORT) {
      return ARC;
    }
    return endpoint.getPath().equals("/oauth2/token") ? RETIRED_EXTENSION : INSTANCE_METADATA;
  }
}
