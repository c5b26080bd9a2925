package dev.akvvm.emulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The managed identity endpoint of Azure Arc's agent: a challenge names a file that only privileged
 * users can read, and a token is given for its content, once. Facts: Microsoft's page "Authenticate
 * against Azure resources with Azure Arc-enabled servers".
 */
final class ArcService implements Service {
  private final AccessTokens tokens;
  private final AtomicReference<Identities> identities;
  private final Path folder;
  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  ArcService(AccessTokens tokens, AtomicReference<Identities> identities, Path folder)
      throws IOException {
    this.tokens = tokens;
    this.identities = identities;
    this.folder = Files.createDirectories(folder);
  }

  @Override
  public Response answer(Request request) {
    if (!request.segments().equals(List.of("metadata", "identity", "oauth2", "token"))
        || !request.method().equals("GET")) {
      return Response.json(404, TokenService.error("not_found", "no such path here"));
    }
    if (!request.header("metadata").map(value -> value.equalsIgnoreCase("true")).orElse(false)) {
      return refusal("Required metadata header not specified");
    }
    if (request.parameter("api-version").isEmpty()) {
      return refusal("Required query variable 'api-version' is missing");
    }
    Optional<String> resource = request.parameter("resource");
    if (resource.isEmpty()) {
      return refusal("Required query variable 'resource' is missing");
    }
    if (TokenService.CHOICES.stream().anyMatch(name -> request.parameter(name).isPresent())) {
      return refusal("User assigned identities are not supported");
    }
    Optional<String> key =
        request
            .header("authorization")
            .filter(value -> value.startsWith("Basic "))
            .map(value -> value.substring("Basic ".length()));
    if (key.isEmpty() || !keys.remove(key.get())) {
      return challenge();
    }
    return identities
        .get()
        .systemAssigned()
        .map(identity -> TokenService.granted(tokens, identity, resource.get()))
        .orElseGet(() -> refusal("Identity not found"));
  }

  private Response challenge() {
    String key = UUID.randomUUID().toString();
    Path file = folder.resolve(UUID.randomUUID() + ".key");
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
      Files.writeString(file, key, US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    keys.add(key);
    return Response.json(401, TokenService.error("unauthorized", "the key is missing"))
        .with("WWW-Authenticate", "Basic realm=" + file);
  }

  private static Response refusal(String description) {
    return Response.json(400, TokenService.error("invalid_request", description));
  }
}
