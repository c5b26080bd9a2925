package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Key Vault's error answers, in its own words: clients and operators match on them. */
final class VaultErrors {
  private static final String HELP =
      "For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=";

  private static final String VAULTS =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/emulator/providers/microsoft.keyvault/vaults";

  private VaultErrors() {}

  static ObjectNode body(String code, String message) {
    ObjectNode root = Json.object();
    root.putObject("error").put("code", code).put("message", message);
    return root;
  }

  static Response badParameter(String message) {
    return Response.json(400, body("BadParameter", message));
  }

  static Response unauthorized(String message, String challenge) {
    return Response.json(401, body("Unauthorized", message)).with("WWW-Authenticate", challenge);
  }

  /**
   * The code is {@code SecretNotFound} or {@code CertificateNotFound}; a deleted object is not
   * found either.
   */
  static Response notFound(String kind, String name) {
    String message =
        "A %s with (name/id) %s was not found in this key vault. If you recently deleted this %s you may be able to recover it using the correct recovery command. %s2125182"
            .formatted(word(kind), name, word(kind), HELP);
    return Response.json(404, body(kind + "NotFound", message));
  }

  static Response disabled(String kind) {
    return forbidden(
        "Operation get is not allowed on a disabled %s.".formatted(word(kind)), kind + "Disabled");
  }

  private static String word(String kind) {
    return kind.toLowerCase(Locale.ROOT);
  }

  static Response denied(Denial denial, Request request, AccessTokens.Claims claims, String vault) {
    String place = "Vault: %s;location=%s".formatted(vault, VaultService.REGION);
    String caller = "Caller: " + claims.caller();
    boolean isList = Vault.isList(request.segments());
    List<String> lines =
        switch (denial) {
          case RBAC -> rbac(caller, place, vault, request.path(), isList);
          case ACCESS_POLICY ->
              List.of(
                  "The user, group or application '%s' does not have secrets %s permission on key vault '%s;location=%s'. %s2125287"
                      .formatted(
                          claims.caller(),
                          isList ? "list" : "get",
                          vault,
                          VaultService.REGION,
                          HELP));
          case FIREWALL ->
              List.of(
                  "Client address (%s) is not authorized and caller is not a trusted service."
                      .formatted(request.client()),
                  caller,
                  place);
          case CONNECTION ->
              List.of(
                  "Public network access is disabled and request is not from a trusted service nor"
                      + " via an approved private link.",
                  caller,
                  place);
        };
    return forbidden(String.join("\r\n", lines), denial.innerCode());
  }

  private static List<String> rbac(
      String caller, String place, String vault, String path, boolean isList) {
    return List.of(
        "Caller is not authorized to perform action on resource.",
        "If role assignments, deny assignments or role definitions were changed recently, please"
            + " observe propagation time.",
        caller,
        "Action: 'Microsoft.KeyVault/vaults/secrets/%s/action'"
            .formatted(isList ? "readMetadata" : "getSecret"),
        "Resource: '%s/%s%s'".formatted(VAULTS, vault, path),
        "Assignment: (not found)",
        "DenyAssignmentId: null",
        "DecisionReason: null",
        place);
  }

  private static Response forbidden(String message, String innerCode) {
    ObjectNode root = body("Forbidden", message);
    root.withObject("/error").putObject("innererror").put("code", innerCode);
    return Response.json(403, root);
  }
}
