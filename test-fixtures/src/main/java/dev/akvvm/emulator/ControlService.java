package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The control API: what the in-JVM API can do, for curl. Answers JSON, or one line of text that
 * says what is wrong.
 */
final class ControlService implements Service {
  private final AzureEmulator emulator;

  ControlService(AzureEmulator emulator) {
    this.emulator = emulator;
  }

  @Override
  public Response answer(Request request) {
    try {
      List<String> path = request.segments();
      if (path.size() > 1 && path.getFirst().equals("vaults")) {
        return vault(request, emulator.vault(path.get(1)), path.subList(2, path.size()));
      }
      return whole(request);
    } catch (IllegalArgumentException e) {
      return Response.line(400, oneLine(e));
    } catch (NoSuchElementException e) {
      return Response.line(404, oneLine(e));
    }
  }

  private Response whole(Request request) {
    return switch (request.method() + " " + String.join("/", request.segments())) {
      case "POST faults" -> {
        emulator.faults().add(ControlInput.fault(request));
        yield done();
      }
      case "DELETE faults" -> {
        emulator.faults().clear();
        yield done();
      }
      case "GET requests" -> requests();
      case "DELETE requests" -> {
        emulator.clearRequests();
        yield done();
      }
      case "PUT identities" -> {
        emulator.assign(ControlInput.identities(request));
        yield done();
      }
      case "PUT applications" -> {
        emulator.register(ControlInput.application(request));
        yield done();
      }
      default -> unknown(request);
    };
  }

  private Response vault(Request request, Vault vault, List<String> path) {
    return switch (path.size()) {
      case 1 -> wholeVault(request, vault, path.getFirst());
      case 2, 3 -> {
        String verb = request.method() + (path.size() == 3 ? " " + path.get(2) : "");
        yield switch (path.getFirst()) {
          case "certificates" -> certificate(request, vault, path.get(1), verb);
          case "secrets" -> secret(request, vault, path.get(1), verb);
          default -> unknown(request);
        };
      }
      default -> unknown(request);
    };
  }

  private Response wholeVault(Request request, Vault vault, String verb) {
    switch (request.method() + " " + verb) {
      case "POST deny" -> {
        Fields fields = Fields.of(request, "name", "kind");
        Denial kind = ControlInput.denial(fields.required("kind"));
        fields.text("name").ifPresentOrElse(name -> vault.deny(name, kind), () -> vault.deny(kind));
      }
      case "POST deny-lists" ->
          vault.denyLists(ControlInput.denial(Fields.of(request, "kind").required("kind")));
      case "POST allow" -> vault.allow();
      case "POST grant-secrets-only" -> vault.grantSecretsOnly();
      default -> {
        return unknown(request);
      }
    }
    return done();
  }

  private Response certificate(Request request, Vault vault, String name, String verb) {
    return switch (verb) {
      case "GET" -> describe(vault.certificate(name));
      case "POST" -> describe(vault.createCertificate(name, ControlInput.spec(request, name)));
      case "POST request-signing" -> {
        vault.requestSigning(name);
        yield done();
      }
      case "POST merge" -> {
        vault.merge(name);
        yield done();
      }
      case "POST renew" -> describe(vault.renew(name));
      default -> either(request, vault, name, verb);
    };
  }

  private Response secret(Request request, Vault vault, String name, String verb) {
    if (verb.equals("PUT")) {
      Fields fields = Fields.of(request, "value", "contentType", "exp");
      String version =
          vault.putSecret(name, fields.required("value"), fields.text("contentType").orElse(""));
      fields.number("exp").ifPresent(time -> vault.expire(name, Instant.ofEpochSecond(time)));
      return Response.json(200, Json.object().put("name", name).put("version", version));
    }
    return either(request, vault, name, verb);
  }

  /** What can be done to secrets and certificates alike. */
  private Response either(Request request, Vault vault, String name, String verb) {
    switch (verb) {
      case "POST enable" -> vault.setEnabled(name, true);
      case "POST disable" -> vault.setEnabled(name, false);
      case "DELETE" -> vault.delete(name);
      default -> {
        return unknown(request);
      }
    }
    return done();
  }

  private static Response describe(CertificateVersion version) {
    return Response.json(
        200,
        Json.object()
            .put("name", version.name())
            .put("version", version.version())
            .put("nbf", version.leaf().getNotBefore().toInstant().getEpochSecond())
            .put("exp", version.leaf().getNotAfter().toInstant().getEpochSecond())
            .put("fingerprint", version.fingerprint()));
  }

  private Response requests() {
    ArrayNode all = Json.array();
    for (RecordedRequest each : emulator.requests()) {
      all.addObject()
          .put("listener", each.listener().word())
          .put("method", each.method())
          .put("host", each.host())
          .put("path", each.path())
          .put("query", each.query())
          .put("status", each.status())
          .put("time", each.time().toString());
    }
    return Response.json(200, all);
  }

  private static Response done() {
    return Response.json(200, Json.object());
  }

  private static Response unknown(Request request) {
    return Response.line(404, "no such control: %s %s".formatted(request.method(), request.path()));
  }

  private static String oneLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
