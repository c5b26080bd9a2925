package dev.akvvm.packaged;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.Vm;
import dev.akvvm.vm.VmService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The Azure emulator, at Azure's own addresses in a VM's network, told what to do by curl; both run
 * beside the VM, which need not have Java or curl for them.
 */
final class Emulator implements AutoCloseable {
  /** The tenant of all vaults and applications. */
  static final String TENANT = "72f988bf-0000-4000-8000-0000000e3017";

  private static final String CONTROL = "127.0.0.1:8800";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vm vm;
  private final VmService program;
  private final Path folder;

  private Emulator(Vm vm, VmService program, Path folder) {
    this.vm = vm;
    this.program = program;
    this.folder = folder;
  }

  /** One version of a certificate; times are epoch seconds, the fingerprint is SHA-256 in hex. */
  record Version(String version, long nbf, long exp, String fingerprint) {}

  /** A request that arrived; the status is 0 if it got no answer. */
  record Received(String listener, String host, String path, int status, Instant time) {}

  static Emulator start(Vm vm) {
    String jar = System.getProperty("emulator.jar", "");
    if (!Files.exists(Path.of(jar))) {
      throw new IllegalStateException(
          "The emulator is missing at '" + jar + "': run ./mvnw package -DskipTests");
    }
    try {
      Path folder = Files.createTempDirectory("emulator");
      Path ca = folder.resolve("emulator-ca.pem");
      String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
      List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-jar"));
      command.add(Path.of(jar).toRealPath().toString());
      command.addAll(List.of("--vaults", "127.0.0.1:443", "--metadata", "0.0.0.0:80"));
      command.addAll(List.of("--arc", "127.0.0.1:40342"));
      command.addAll(List.of("--control", CONTROL, "--ca-file", ca.toString()));
      VmService program = vm.startBeside(command, folder.resolve("log"));
      program.awaitLine(Pattern.compile("^ready"), Machine.SOON);
      vm.trust(ca);
      return new Emulator(vm, program, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a certificate in the vault contoso, or a new version of it. */
  Version create(String name, String spec) {
    return version(control("POST", "/vaults/contoso/certificates/" + name, spec));
  }

  Version create(String name) {
    return create(name, "{}");
  }

  Version renew(String name) {
    return version(control("POST", "/vaults/contoso/certificates/" + name + "/renew", "{}"));
  }

  /** Gives a plain secret this value. */
  void secret(String name, String value) {
    control(
        "PUT",
        "/vaults/contoso/secrets/" + name,
        JSON.createObjectNode().put("value", value).toString());
  }

  /** The same with an end of its validity. */
  void secret(String name, String value, Instant expires) {
    control(
        "PUT",
        "/vaults/contoso/secrets/" + name,
        JSON.createObjectNode()
            .put("value", value)
            .put("exp", expires.getEpochSecond())
            .toString());
  }

  /** {@code enable} or {@code disable}. */
  void set(String name, String verb) {
    control("POST", "/vaults/contoso/certificates/" + name + "/" + verb, "{}");
  }

  /** Deletes a plain secret. */
  void removeSecret(String name) {
    control("DELETE", "/vaults/contoso/secrets/" + name, "");
  }

  void remove(String name) {
    control("DELETE", "/vaults/contoso/certificates/" + name, "");
  }

  void deny(String name, String kind) {
    control(
        "POST",
        "/vaults/contoso/deny",
        "{\"name\": \"%s\", \"kind\": \"%s\"}".formatted(name, kind));
  }

  void allow() {
    control("POST", "/vaults/contoso/allow", "{}");
  }

  /** From now on requests for this certificate end so: the fields of a fault's effect. */
  void fault(String name, String effect) {
    control(
        "POST",
        "/faults",
        "{\"listener\": \"vaults\", \"path\": \"/secrets/%s\", %s}".formatted(name, effect));
  }

  void clearFaults() {
    control("DELETE", "/faults", "");
  }

  void identities(String json) {
    control("PUT", "/identities", json);
  }

  /** Registers an application with a client secret. */
  void application(String clientId, String secret) {
    control(
        "PUT",
        "/applications",
        "{\"clientId\": \"%s\", \"secret\": \"%s\"}".formatted(clientId, secret));
  }

  /** What arrived at the vaults, oldest first. */
  List<Received> requests() {
    return received("vaults");
  }

  /** What arrived at {@code vaults}, {@code metadata}, {@code arc} or {@code login}. */
  List<Received> received(String listener) {
    List<Received> all = new ArrayList<>();
    for (JsonNode each : control("GET", "/requests", "")) {
      all.add(
          new Received(
              each.path("listener").asText(),
              each.path("host").asText(),
              each.path("path").asText(),
              each.path("status").asInt(),
              Instant.parse(each.path("time").asText())));
    }
    return all.stream().filter(each -> each.listener().equals(listener)).toList();
  }

  private JsonNode control(String method, String path, String body) {
    String answer =
        vm.execBeside(
                Machine.SOON,
                "curl",
                "-sS",
                "--fail-with-body",
                "-X",
                method,
                "-d",
                body,
                CONTROL + path)
            .output();
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not JSON: " + answer, e);
    }
  }

  private static Version version(JsonNode node) {
    return new Version(
        node.path("version").asText(),
        node.path("nbf").asLong(),
        node.path("exp").asLong(),
        node.path("fingerprint").asText());
  }

  @Override
  public void close() {
    program.close();
    try {
      Files.deleteIfExists(folder.resolve("emulator-ca.pem"));
      Files.delete(folder.resolve("log"));
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
