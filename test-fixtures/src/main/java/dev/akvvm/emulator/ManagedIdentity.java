package dev.akvvm.emulator;

/**
 * A managed identity of the machine. The three names are the ones by which a token request can
 * choose it.
 *
 * @param clientId a GUID, {@code client_id}
 * @param objectId a GUID, {@code object_id}; the principal that roles are given to
 * @param resourceId the ARM resource id, {@code msi_res_id} or {@code mi_res_id}
 */
public record ManagedIdentity(String clientId, String objectId, String resourceId) {
  public ManagedIdentity {
    if (clientId.isBlank() || objectId.isBlank() || resourceId.isBlank()) {
      throw new IllegalArgumentException(
          "an identity needs a client id, an object id and a resource id");
    }
  }

  boolean isCalled(String parameter, String value) {
    return switch (parameter) {
      case "client_id" -> clientId.equalsIgnoreCase(value);
      case "object_id" -> objectId.equalsIgnoreCase(value);
      default -> resourceId.equalsIgnoreCase(value);
    };
  }
}
