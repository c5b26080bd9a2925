package dev.akvvm.packaged;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs in a machine that are run after renewals, and what they noted. */
record Actions(Machine machine) {
  /** Where programs note what they did. */
  static final String LOG = "/var/lib/akvvm-test/log";

  /** Settings in which each certificate has an onRenewal of its own. */
  static String settings(int interval, Map<String, Map<String, Object>> onRenewal) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ObjectNode secrets = root.putObject("secretsManagementSettings");
    secrets.put("pollingIntervalInS", interval);
    ArrayNode observed = secrets.putArray("observedCertificates");
    onRenewal.forEach(
        (name, wanted) ->
            observed
                .addObject()
                .put("url", "https://contoso.vault.azure.net/secrets/" + name)
                .set("onRenewal", mapper.valueToTree(wanted)));
    return root.toString();
  }

  /** Makes a program of a script, and gives its path. */
  String program(String path, String script) {
    machine.output("mkdir", "-p", "/var/lib/akvvm-test");
    machine.write(path, "#!/bin/sh\n" + script + "\n");
    machine.output("chmod", "755", path);
    return path;
  }

  /** A program that adds a line to the log, made of its environment by a shell. */
  String noting(String path, String line) {
    return program(path, "echo \"" + line + "\" >>" + LOG);
  }

  /** Whether the agent has nothing left to do; what it has done it remembers. */
  boolean areDone() {
    return machine
        .read("/var/lib/akvvm/reloads.json")
        .startsWith("{\"changes\":[],\"attempts\":[],");
  }

  /** What was noted until now. */
  List<String> log() {
    return machine.read(LOG).lines().toList();
  }

  /** Waits until this has been noted, and no more than this. */
  void await(String... lines) {
    machine
        .await()
        .until(
            "the log " + List.of(lines) + " (it is " + log() + ")",
            Machine.SOON,
            () -> log().size() >= lines.length);
    if (!log().equals(List.of(lines))) {
      throw new AssertionError("expected " + List.of(lines) + ", found " + log());
    }
  }

  boolean exists(String path) {
    return Files.exists(machine.vm().path(path), java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  Path path(String path) {
    return machine.vm().path(path);
  }
}
