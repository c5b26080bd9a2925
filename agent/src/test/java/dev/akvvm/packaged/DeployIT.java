package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways of docs/deploy that end in a side-load, each gone on a machine with systemd. */
@Timeout(600)
@OnMachine(systemd = true)
final class DeployIT {
  private static final Path DOCS = Path.of("../docs/deploy").toAbsolutePath().normalize();
  private static final Path CHECKS =
      Path.of("../test-fixtures/deploy").toAbsolutePath().normalize();
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String LINK = "/etc/certs/site";
  private static final String ZIP = "KeyVaultForLinux-" + PackageFolder.VERSION + ".zip";

  /** What the settings reload; nginx itself need not be there. */
  private static final String NGINX =
      """
      [Service]
      ExecStart=/bin/sleep infinity
      ExecReload=/bin/sh -c 'echo reloaded >>/run/reloads'
      """;

  private final Machine machine;

  DeployIT(Machine machine) {
    this.machine = machine;
    machine.azure().create("web");
    machine.write("/etc/systemd/system/nginx.service", NGINX);
    machine.output("systemctl", "start", "nginx.service");
  }

  /**
   * As the manager of VM Applications does it: both files in a folder, each command by sh in it.
   */
  @Test
  void vmApplication_installedUpdatedRemoved() throws IOException {
    VmApplication application = new VmApplication(machine);
    String first = application.downloaded("3.0.0", DOCS.resolve("settings.json"));
    String said = application.applied(first, "install").output();
    assertTrue(said.contains("the agent was started for settings 0"), said);
    assertTrue(said.contains("contoso/web  current "), said);
    assertInstalledAndReloaded();

    Path changed = Files.createTempFile("settings", ".json");
    Files.writeString(
        changed, Files.readString(DOCS.resolve("settings.json")).replace("3600", "1800"));
    String second = application.downloaded("3.0.1", changed);
    Files.delete(changed);
    said = application.applied(second, "update").output();
    assertTrue(said.contains("the agent was started for settings 1"), said);

    application.applied(second, "remove").output();
    assertTrue(machine.launcher().isEmpty());
    assertFalse(Files.exists(machine.vm().path(SideLoad.ROOT)));
    machine.output("test", "-e", LINK);
  }

  /** What cloud-init does with the file: it writes files, then runs commands. */
  @Test
  @Tag("nightly")
  void cloudInit_installs() throws IOException {
    String base = "/run/served";
    copy(PackageFolder.zip(), base + "/" + ZIP);
    copy(Path.of("../scripts/side-load"), base + "/side-load");
    machine.output("sh", "-ec", "cd " + base + " && sha256sum * >SHA256SUMS");
    JsonNode config = cloudConfig();
    for (JsonNode file : config.path("write_files")) {
      String path = file.path("path").asText();
      String content = file.path("content").asText();
      assertTrue(content.contains("vault.azure.net") || content.contains("contoso.example"));
      machine.write(
          path,
          content
              .replace("https://contoso.example/akvvm", "file://" + base)
              .replace("KeyVaultForLinux-VERSION.zip", ZIP));
      machine.output("chmod", file.path("permissions").asText(), path);
    }
    for (JsonNode command : config.path("runcmd")) {
      List<String> words = command.valueStream().map(JsonNode::asText).toList();
      machine.vm().exec(LONG, words.toArray(String[]::new)).output();
    }
    assertInstalledAndReloaded();
  }

  private JsonNode cloudConfig() throws IOException {
    return new ObjectMapper()
        .readTree(
            machine
                .vm()
                .execBeside(
                    LONG,
                    "/usr/bin/python3",
                    "-c",
                    "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))",
                    DOCS + "/side-load/cloud-init.yaml")
                .output());
  }

  /** By way of a stand-in for ssh; the second time there is nothing to change. */
  @Test
  @Tag("nightly")
  void ansible_installs_andThenChangesNothing(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("inventory"), "[web]\nmachine\n");
    String first = played(folder);
    assertTrue(first.contains("the agent was started for settings 0"), first);
    assertInstalledAndReloaded();
    String second = played(folder);
    assertTrue(second.contains("changed=0 "), second);
    assertTrue(second.contains("the agent is already running for settings 0"), second);
  }

  /** From outside of the machine, as an operator would. */
  private String played(Path folder) throws IOException, InterruptedException {
    ProcessBuilder playbook =
        new ProcessBuilder(
            "ansible-playbook",
            "--inventory=" + folder.resolve("inventory"),
            "--extra-vars=ansible_become=false ansible_python_interpreter=/usr/bin/python3"
                + " ansible_ssh_transfer_method=piped ansible_ssh_executable="
                + CHECKS
                + "/ssh akvvm_zip="
                + PackageFolder.zip(),
            DOCS + "/side-load/ansible/playbook.yml");
    playbook
        .environment()
        .putAll(
            Map.of(
                "AKVVM_VM", Long.toString(machine.vm().init()),
                "ANSIBLE_PIPELINING", "True",
                "ANSIBLE_HOME", folder.toString()));
    Path said = folder.resolve("said");
    Process process = playbook.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    int code = process.waitFor();
    String text = Files.readString(said);
    assertEquals(0, code, text);
    return text;
  }

  private void assertInstalledAndReloaded() {
    machine.output("openssl", "x509", "-noout", "-in", LINK);
    machine
        .await()
        .until("nginx is reloaded", Machine.SOON, () -> machine.read("/run/reloads").contains("r"));
    assertEquals("active\n", machine.output("systemctl", "is-active", "akvvm_service"));
  }

  private void copy(Path file, String inside) throws IOException {
    Path target = machine.vm().path(inside);
    Files.createDirectories(target.getParent());
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
