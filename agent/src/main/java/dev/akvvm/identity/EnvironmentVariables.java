package dev.akvvm.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The environment variables that describe an application to azure-identity. Used only if they are
 * complete: a lone {@code AZURE_CLIENT_ID} names a managed identity for other programs.
 *
 * @see <a
 *     href="https://learn.microsoft.com/java/api/com.azure.identity.environmentcredential">Their
 *     meaning</a>
 */
record EnvironmentVariables(Map<String, String> variables) {
  static final String TENANT = "AZURE_TENANT_ID";
  static final String CLIENT = "AZURE_CLIENT_ID";
  static final String SECRET = "AZURE_CLIENT_SECRET";
  static final String CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH";
  static final String FEDERATED_TOKEN = "AZURE_FEDERATED_TOKEN_FILE";
  static final String AUTHORITY = "AZURE_AUTHORITY_HOST";

  /** How an application proves its identity, by variable; the first that is set counts. */
  private static final List<String> PROOFS = List.of(SECRET, CERTIFICATE, FEDERATED_TOKEN);

  /** The value; empty if it is not set or blank. */
  Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** The variable that holds the proof of a complete application; empty if there is none. */
  Optional<String> proof() {
    return isSet(TENANT) && isSet(CLIENT)
        ? PROOFS.stream().filter(this::isSet).findFirst()
        : Optional.empty();
  }

  /** What is missing to make it complete; empty if it is complete, and if none of it is set. */
  List<String> missing() {
    boolean proven = PROOFS.stream().anyMatch(this::isSet);
    if (!proven && !isSet(TENANT) && !isSet(CLIENT)) {
      return List.of();
    }
    List<String> missing =
        new ArrayList<>(Stream.of(TENANT, CLIENT).filter(this::isUnset).toList());
    if (!proven) {
      missing.add(SECRET + " (or " + CERTIFICATE + " or " + FEDERATED_TOKEN + ")");
    }
    return missing;
  }

  private boolean isSet(String name) {
    return get(name).isPresent();
  }

  private boolean isUnset(String name) {
    return get(name).isEmpty();
  }

  /** Some values are secrets. */
  @Override
  public String toString() {
    return "EnvironmentVariables" + variables.keySet();
  }
}
