package dev.akvvm.emulator;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All vaults behind one address: finds the vault by host name, lets in whoever has a good token,
 * and asks the right API.
 */
final class VaultService implements Service {
  static final String REGION = "westeurope";

  private final Vaults vaults;
  private final AccessTokens tokens;
  private final Clock clock;

  VaultService(Vaults vaults, AccessTokens tokens, Clock clock) {
    this.vaults = vaults;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public Response answer(Request request) {
    return guarded(request)
        .with("x-ms-keyvault-region", REGION)
        .with("x-ms-keyvault-service-version", "1.9.2411.1")
        .with("x-ms-request-id", UUID.randomUUID().toString())
        .with("Cache-Control", "no-cache")
        .with(
            "Date",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
  }

  private Response guarded(Request request) {
    Cloud cloud = Cloud.of(request.host());
    String resource = vaults.at(request.host()).challenge().orElse(cloud.resource());
    String challenge = cloud.challenge(AccessTokens.TENANT, resource);
    Optional<String> token =
        request
            .header("authorization")
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(value -> value.substring(7).strip());
    if (token.isEmpty()) {
      return VaultErrors.unauthorized(
          "AKV10000: Request is missing a Bearer or PoP token.", challenge);
    }
    AccessTokens.Claims claims;
    try {
      claims = AccessTokens.read(token.get());
    } catch (IllegalArgumentException e) {
      return VaultErrors.unauthorized(
          "Error validating token: IDX10000: the token is not a JWT.", challenge);
    }
    if (!claims.isFor(resource)) {
      return VaultErrors.unauthorized(
          "AKV10022: Invalid audience. Expected %s, found: %s."
              .formatted(resource, claims.audience()),
          challenge);
    }
    if (tokens.isRevoked(claims)) {
      return VaultErrors.unauthorized("Error validating token: the token is revoked.", challenge);
    }
    if (tokens.isExpired(claims)) {
      return VaultErrors.unauthorized(
          "Error validating token: IDX10223: Lifetime validation failed. The token is expired.",
          challenge);
    }
    return authorized(request, claims);
  }

  private Response authorized(Request request, AccessTokens.Claims claims) {
    if (request.parameter("api-version").filter(version -> !version.isBlank()).isEmpty()) {
      return VaultErrors.badParameter("The query parameter api-version is missing.");
    }
    List<String> path = request.segments();
    Vault vault = vaults.at(request.host());
    Optional<Denial> denial = path.isEmpty() ? Optional.empty() : vault.denial(path);
    if (denial.isPresent()) {
      return VaultErrors.denied(denial.get(), request, claims, vault.name());
    }
    try {
      return switch (path.isEmpty() ? "" : path.getFirst()) {
        case "secrets" -> new SecretsApi(vault.store(), request, clock).answer(path);
        case "certificates" -> new CertificatesApi(vault, request).answer(path);
        default ->
            Response.json(
                404, VaultErrors.body("NotFound", "no such path here: " + request.path()));
      };
    } catch (IllegalArgumentException e) {
      return VaultErrors.badParameter(String.valueOf(e.getMessage()));
    }
  }
}
