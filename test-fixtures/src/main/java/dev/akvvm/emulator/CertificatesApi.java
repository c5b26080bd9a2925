package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** As much of the data plane for certificates as a reader needs, for one request to one vault. */
final class CertificatesApi {
  private final Vault vault;
  private final SecretStore store;
  private final Request request;

  CertificatesApi(Vault vault, Request request) {
    this.vault = vault;
    this.store = vault.store();
    this.request = request;
  }

  Response answer(List<String> path) {
    if (!request.method().equals("GET") || path.size() > 3) {
      return Response.json(
          405, VaultErrors.body("BadParameter", "Certificates can only be read here."));
    }
    if (path.size() == 1) {
      List<SecretVersion> managed =
          store.all().stream().filter(each -> each.certificate().isPresent()).toList();
      return Page.of(request, managed, version -> item(version, false));
    }
    String name = path.get(1);
    if (path.size() == 2) {
      return get(name, store.current(name));
    }
    return switch (path.get(2)) {
      case "versions" -> versions(name);
      case "pending" ->
          vault.isPending(name)
              ? Response.json(200, operation(name))
              : Response.json(
                  404,
                  VaultErrors.body(
                      "PendingCertificateNotFound", "Pending certificate not found: "));
      case "policy" ->
          managed(store.current(name))
              .map(version -> Response.json(200, policy(version)))
              .orElseGet(() -> VaultErrors.notFound("Certificate", name));
      default -> get(name + "/" + path.get(2), store.version(name, path.get(2)));
    };
  }

  private Response get(String asked, Optional<SecretVersion> found) {
    return managed(found)
        .map(version -> Response.json(200, bundle(version)))
        .orElseGet(() -> VaultErrors.notFound("Certificate", asked));
  }

  private Response versions(String name) {
    return managed(store.current(name)).isEmpty()
        ? VaultErrors.notFound("Certificate", name)
        : Page.of(request, store.versions(name), version -> item(version, true));
  }

  private static Optional<SecretVersion> managed(Optional<SecretVersion> found) {
    return found.filter(version -> version.certificate().isPresent());
  }

  private ObjectNode bundle(SecretVersion version) {
    ObjectNode json = item(version, true);
    json.put("kid", url("keys", version, true));
    json.put("sid", url("secrets", version, true));
    leaf(version)
        .ifPresent(leaf -> json.put("cer", Base64.getEncoder().encodeToString(Pem.der(leaf))));
    version.contentType().ifPresent(type -> json.put("contentType", type));
    json.set("policy", policy(version));
    return json;
  }

  private ObjectNode item(SecretVersion version, boolean withVersion) {
    ObjectNode json = Json.object().put("id", url("certificates", version, withVersion));
    leaf(version)
        .ifPresent(
            leaf -> {
              byte[] thumbprint = CertificateVersion.digest("SHA-1", Pem.der(leaf));
              json.put("x5t", Base64.getUrlEncoder().withoutPadding().encodeToString(thumbprint));
              json.put("subject", leaf.getSubjectX500Principal().getName());
            });
    json.set("attributes", version.attributes().json());
    json.set("tags", Json.object());
    return json;
  }

  private ObjectNode policy(SecretVersion version) {
    ObjectNode json = Json.object().put("id", url("certificates", version, false) + "/policy");
    version.certificate().ifPresent(minted -> CertificatePolicy.fill(json, minted.spec()));
    json.set(
        "attributes",
        Json.object()
            .put("enabled", true)
            .put("created", version.attributes().created())
            .put("updated", version.attributes().updated()));
    return json;
  }

  private ObjectNode operation(String name) {
    ObjectNode json =
        Json.object()
            .put("id", "https://%s/certificates/%s/pending".formatted(request.host(), name));
    json.putObject("issuer").put("name", "Unknown");
    return json.put("csr", "MIIB")
        .put("cancellation_requested", false)
        .put("status", "inProgress")
        .put(
            "status_details",
            "Pending certificate created. Please Perform Merge to complete the request.")
        .put("request_id", "00000000000000000000000000000000");
  }

  private String url(String kind, SecretVersion version, boolean withVersion) {
    return "https://%s/%s/%s%s"
        .formatted(request.host(), kind, version.name(), withVersion ? "/" + version.id() : "");
  }

  private static Optional<X509Certificate> leaf(SecretVersion version) {
    return version.certificate().map(CertificateMint.Minted::leaf);
  }
}
