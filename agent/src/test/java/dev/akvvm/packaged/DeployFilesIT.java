package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of docs/deploy, checked as far as that is possible without Azure: by Microsoft's models
 * and command line, by grammars, and by this project's own {@code validate}.
 */
@Timeout(120)
@OnMachine
final class DeployFilesIT {
  private static final Path DOCS = Path.of("../docs/deploy").toAbsolutePath().normalize();
  private static final Path CHECKS =
      Path.of("../test-fixtures/deploy").toAbsolutePath().normalize();
  private static final String PYTHON = "/usr/bin/python3";
  private static final String UNUSABLE = "{\"secretsManagementSettings\": {}}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Machine machine;

  DeployFilesIT(Machine machine) {
    this.machine = machine;
  }

  @ParameterizedTest
  @ValueSource(strings = {"settings.json", "arc/settings.json"})
  void settings_areWithoutProblems(String file) {
    Execution said = validated(DOCS.resolve(file));
    assertEquals(0, said.exitCode(), said.stderr());
    assertEquals("", said.stderr());
    assertTrue(said.stdout().contains(" -> /etc/certs/site (combined; "), said.stdout());
  }

  /** Whichever way they go, the settings are those of the file that has just been checked. */
  @Test
  void settings_areTheSameEverywhere() throws IOException {
    JsonNode embedded = JSON.readTree(cloudConfig().at("/write_files/0/content").asText());
    assertEquals(JSON.readTree(Files.readString(DOCS.resolve("settings.json"))), embedded);
    for (String file :
        List.of(
            "extension/vm.bicep",
            "extension/vmss.bicep",
            "extension/main.tf",
            "extension/deploy.sh",
            "extension/deploy.ps1",
            "side-load/ansible/roles/akvvm/defaults/main.yml")) {
      assertTrue(text(file).contains("../settings.json"), file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"extension/vm", "extension/vmss", "vm-application/application", "arc/machine"})
  void template_fitsTheModels_andBicepSaysTheSame(String name) {
    String template = DOCS.resolve(name + ".json").toString();
    assertClean(run(PYTHON, CHECKS + "/arm.py", template));
    assertClean(run("node", CHECKS + "/bicep.mjs", DOCS + "/" + name + ".bicep", template));
  }

  @ParameterizedTest
  @ValueSource(strings = {"extension", "vm-application"})
  void terraform_knowsTheArguments(String folder) {
    assertClean(run("node", CHECKS + "/terraform.mjs", DOCS + "/" + folder + "/main.tf"));
  }

  /** A check that finds nothing wrong proves something only if it can. */
  @Test
  void checks_findMistakes() {
    String template = changed("extension/vm.json", "autoUpgradeMinorVersion", "autoUpgradeMinor");
    assertFinds(run(PYTHON, CHECKS + "/arm.py", template), "autoUpgradeMinor: unknown to Virtual");
    String bicep = DOCS.resolve("extension/vm.bicep").toString();
    assertFinds(run("node", CHECKS + "/bicep.mjs", bicep, template), "autoUpgradeMinorVersion");
    template = changed("extension/vm.json", "\"typeHandlerVersion\": \"\\[parameters", "\"x\": \"");
    assertFinds(run(PYTHON, CHECKS + "/arm.py", template), "typeHandlerVersion is not used");
    assertFinds(
        run(
            "node",
            CHECKS + "/terraform.mjs",
            changed("extension/main.tf", "type_handler_version", "version")),
        "unknown argument version",
        "type_handler_version is missing");
    Execution noGrammar =
        run("node", CHECKS + "/bicep.mjs", changed("extension/vm.bicep", "= loadJson", ":"), bicep);
    assertTrue(noGrammar.stderr().contains("not bicep"), noGrammar.stderr());
    assertFinds(
        run(CHECKS + "/cloud-init", changed("side-load/cloud-init.yaml", "permissions", "mode")));
  }

  @Test
  void powerShell_isPowerShell() {
    assertClean(
        run(
            "node",
            CHECKS + "/powershell.mjs",
            DOCS.resolve("extension/deploy.ps1").toString(),
            DOCS.resolve("vm-application/deploy.ps1").toString()));
  }

  @Test
  void azureCli_takesEveryCall() throws IOException {
    machine.write("/run/files/akvvm.tar", "");
    machine.write("/run/files/settings.json", "{}");
    calling("vm-application/deploy.sh", "rg", "westeurope", "acct", "gal", "3.0.0", "vm", "vault");
    calling("extension/deploy.sh", "rg", "vm", "vault", "Contoso");
    String said =
        run("env", "AZURE_CONFIG_DIR=/run/azure", PYTHON, CHECKS + "/az.py", "/run/calls").output();
    assertEquals(16, said.lines().count(), said);
    assertTrue(said.contains("taken az vm application set --resource-group rg --name vm"), said);
  }

  private void calling(String script, String... arguments) {
    Stream<String> line =
        Stream.of(
            "env",
            "--chdir=/run/files",
            "AZ_RECORD=/run/calls",
            "PATH=" + CHECKS + ":/usr/bin:/bin",
            "sh",
            DOCS.resolve(script).toString());
    run(Stream.concat(line, Stream.of(arguments)).toArray(String[]::new)).output();
  }

  @Test
  void make_saysWhatTheVersionNeeds_orWhyTheSettingsCannotBeUsed() {
    VmApplication application = new VmApplication(machine);
    Execution said = application.made(DOCS.resolve("settings.json"), "/run/out");
    assertTrue(said.output().startsWith("version  " + PackageFolder.VERSION + "\n"), said.stdout());
    assertTrue(said.stdout().contains("\nremove   tar -xf akvvm.tar && sh "), said.stdout());

    machine.write("/run/broken.json", UNUSABLE);
    Path broken = machine.vm().path("/run/broken.json");
    said = application.made(broken, "/run/other");
    assertEquals(1, said.exitCode());
    assertTrue(said.stderr().contains("observedCertificates cannot be empty"), said.stderr());
    assertTrue(said.stderr().contains("make: " + broken + " cannot be used"), said.stderr());
    assertFalse(Files.exists(machine.vm().path("/run/other/akvvm.tar")));
  }

  /** A machine may have a configuration of its own, which nobody has checked. */
  @Test
  void vmApplication_settingsThatCannotBeUsed_failTheCommand() throws IOException {
    VmApplication application = new VmApplication(machine);
    String folder = application.downloaded("3.0.0", DOCS.resolve("settings.json"));
    machine.write(folder + "/settings.json", UNUSABLE);
    Execution said = application.applied(folder, "install");
    assertEquals(53, said.exitCode(), said.stderr());
    assertTrue(said.stderr().contains("observedCertificates cannot be empty"), said.stderr());
  }

  @Test
  void cloudConfig_fitsCloudInitsSchema() {
    String said = run(CHECKS + "/cloud-init", DOCS + "/side-load/cloud-init.yaml").output();
    assertTrue(said.startsWith("Valid cloud-config"), said);
  }

  @Test
  void playbook_isAnsibles() {
    run(
            "env",
            "ANSIBLE_LOCALHOST_WARNING=False",
            "ansible-playbook",
            "--syntax-check",
            DOCS + "/side-load/ansible/playbook.yml")
        .output();
  }

  /** The index names every file, and nothing that is not there. */
  @Test
  void readme_linksEveryFile() throws IOException {
    TreeSet<String> linked =
        Pattern.compile("\\]\\(([\\w./-]+)\\)")
            .matcher(text("README.md"))
            .results()
            .map(each -> each.group(1))
            .filter(each -> !each.startsWith("../"))
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.walk(DOCS)) {
      files
          .filter(Files::isRegularFile)
          .map(each -> DOCS.relativize(each).toString())
          .filter(each -> !each.equals("README.md") && !each.contains("/roles/"))
          .forEach(there::add);
    }
    assertEquals(there, linked);
  }

  private Execution validated(Path settings) {
    PackageFolder handler = PackageFolder.unpackedIn(machine);
    return run(handler.home() + "/bin/handler", "validate", settings.toString());
  }

  private JsonNode cloudConfig() throws IOException {
    return JSON.readTree(
        run(
                PYTHON,
                "-c",
                "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))",
                DOCS + "/side-load/cloud-init.yaml")
            .output());
  }

  /** A copy of a file with something in it replaced, at the same depth. */
  private String changed(String file, String pattern, String replacement) {
    try {
      String text = text(file);
      String other = text.replaceAll(pattern, replacement);
      assertTrue(!text.equals(other), pattern);
      String copy = "/run/changed/" + file;
      machine.write(copy, other);
      machine.write("/run/changed/settings.json", text("settings.json"));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String file) throws IOException {
    return Files.readString(DOCS.resolve(file));
  }

  private Execution run(String... command) {
    return machine.run(command);
  }

  private static void assertClean(Execution said) {
    assertEquals("", said.stdout() + said.stderr());
    assertEquals(0, said.exitCode());
  }

  private static void assertFinds(Execution said, String... texts) {
    assertEquals(1, said.exitCode(), said.stdout() + said.stderr());
    for (String text : texts) {
      assertTrue(said.stdout().contains(text), said.stdout());
    }
  }
}
