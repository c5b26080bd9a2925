package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The bodies that the real services send with an error status, for faults that bring none of their
 * own.
 */
final class FaultBodies {
  private FaultBodies() {}

  static String of(Listener listener, int status) {
    return Json.text(listener == Listener.VAULTS ? vault(status) : metadata(status));
  }

  private static ObjectNode metadata(int status) {
    return switch (status) {
      case 404 -> TokenService.error("not_found", "IMDS endpoint is updating");
      case 410 -> TokenService.error("gone", "IMDS is going through updates");
      case 429 ->
          TokenService.error("too_many_requests", "Temporarily throttled, too many requests");
      default ->
          TokenService.error("unknown", "Failed to retrieve token from the Active directory");
    };
  }

  private static ObjectNode vault(int status) {
    return switch (status) {
      case 401 ->
          VaultErrors.body("Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
      case 403 -> VaultErrors.body("Forbidden", "Access denied");
      case 404 ->
          VaultErrors.body(
              "SecretNotFound", "A secret with (name/id) was not found in this key vault.");
      case 429 ->
          VaultErrors.body(
              "Throttled",
              "Request was not processed because too many requests were received. Reason:"
                  + " VaultRequestTypeLimitReached");
      case 503 -> VaultErrors.body("ServiceUnavailable", "The service is temporarily unavailable.");
      default -> VaultErrors.body("InternalServerError", "An unexpected error occurred.");
    };
  }
}
