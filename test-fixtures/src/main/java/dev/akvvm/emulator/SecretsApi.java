package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The data plane for secrets, for one request to one vault. */
final class SecretsApi {
  private static final Duration RECOVERABLE = Duration.ofDays(90);

  private final SecretStore store;
  private final Request request;
  private final Clock clock;

  SecretsApi(SecretStore store, Request request, Clock clock) {
    this.store = store;
    this.request = request;
    this.clock = clock;
  }

  Response answer(List<String> path) {
    String name = path.size() > 1 ? path.get(1) : "";
    String last = path.size() > 2 ? path.get(2) : "";
    return switch (request.method() + " " + path.size()) {
      case "GET 1" -> Page.of(request, store.all(), this::item);
      case "GET 2" -> get(name, store.current(name));
      case "GET 3" ->
          last.equals("versions")
              ? versions(name)
              : get(name + "/" + last, store.version(name, last));
      case "PUT 2" -> put(name);
      case "PATCH 3" -> patch(name, last);
      case "DELETE 2" -> delete(name);
      default ->
          Response.json(
              405,
              VaultErrors.body(
                  "BadParameter", "Method %s is not allowed here.".formatted(request.method())));
    };
  }

  private Response get(String asked, Optional<SecretVersion> found) {
    if (found.isEmpty()) {
      return VaultErrors.notFound("Secret", asked);
    }
    return found.get().attributes().enabled()
        ? Response.json(200, bundle(found.get()))
        : VaultErrors.disabled("Secret");
  }

  private Response versions(String name) {
    List<SecretVersion> versions = store.versions(name);
    return versions.isEmpty()
        ? VaultErrors.notFound("Secret", name)
        : Page.of(request, versions, version -> describe(version, true));
  }

  private Response put(String name) {
    SecretStore.checkName(name);
    ObjectNode body = Json.readObject(request.body());
    if (!body.path("value").isTextual()) {
      return VaultErrors.badParameter("The property value is required.");
    }
    SecretVersion version =
        store.append(
            name,
            body.path("value").asText(),
            text(body.path("contentType")),
            number(body.at("/attributes/nbf")),
            number(body.at("/attributes/exp")),
            Optional.empty());
    return body.at("/attributes/enabled").asBoolean(true)
        ? Response.json(200, bundle(version))
        : changed(
            name,
            store.update(
                name, version.id(), (old, now) -> old.with(old.attributes().enabled(false, now))));
  }

  private Response patch(String name, String id) {
    ObjectNode body = Json.readObject(request.body());
    return changed(name, store.update(name, id, (old, now) -> patched(old, body, now)));
  }

  private static SecretVersion patched(SecretVersion old, ObjectNode body, long now) {
    SecretAttributes attributes = old.attributes();
    OptionalLong notBefore = number(body.at("/attributes/nbf"));
    OptionalLong expires = number(body.at("/attributes/exp"));
    return old.withContentType(text(body.path("contentType")).or(old::contentType))
        .with(
            attributes
                .enabled(body.at("/attributes/enabled").asBoolean(attributes.enabled()), now)
                .valid(
                    notBefore.isPresent() ? notBefore : attributes.notBefore(),
                    expires.isPresent() ? expires : attributes.expires(),
                    now));
  }

  /** The answer to a change has the attributes, never the value. */
  private Response changed(String name, Optional<SecretVersion> version) {
    return version
        .map(found -> Response.json(200, describe(found, true)))
        .orElseGet(() -> VaultErrors.notFound("Secret", name));
  }

  private Response delete(String name) {
    Optional<SecretVersion> deleted = store.delete(name);
    if (deleted.isEmpty()) {
      return VaultErrors.notFound("Secret", name);
    }
    long now = clock.instant().getEpochSecond();
    return Response.json(
        200,
        describe(deleted.get(), true)
            .put("recoveryId", "https://%s/deletedsecrets/%s".formatted(request.host(), name))
            .put("deletedDate", now)
            .put("scheduledPurgeDate", now + RECOVERABLE.toSeconds()));
  }

  private ObjectNode bundle(SecretVersion version) {
    return Json.object().put("value", version.value()).setAll(describe(version, true));
  }

  private ObjectNode item(SecretVersion version) {
    return describe(version, false);
  }

  private ObjectNode describe(SecretVersion version, boolean withVersion) {
    String base = "https://" + request.host();
    ObjectNode json = Json.object();
    version.contentType().ifPresent(type -> json.put("contentType", type));
    json.put(
        "id",
        "%s/secrets/%s%s".formatted(base, version.name(), withVersion ? "/" + version.id() : ""));
    if (version.certificate().isPresent()) {
      json.put("managed", true);
      if (withVersion) {
        json.put("kid", "%s/keys/%s/%s".formatted(base, version.name(), version.id()));
      }
    }
    json.set("attributes", version.attributes().json());
    json.set("tags", Json.object());
    return json;
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private static OptionalLong number(JsonNode node) {
    return node.isIntegralNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
  }
}
