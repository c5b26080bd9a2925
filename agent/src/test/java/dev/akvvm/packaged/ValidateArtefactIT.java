package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code akvvm-validate}, as a pipeline of a repository with templates runs it: without root. */
@Timeout(120)
@OnMachine
final class ValidateArtefactIT {
  private static final Path ZIP =
      Path.of(Objects.requireNonNull(System.getProperty("validate.zip"), "run by Maven"));
  private static final String PROGRAM =
      "/run/akvvm-validate-" + PackageFolder.VERSION + "/akvvm-validate";

  /** A unit that no build machine has is no problem: the settings are for other machines. */
  private static final String RESOURCE =
      """
      {"type": "Microsoft.Compute/virtualMachines/extensions", "properties": {
        "publisher": "Contoso", "settings": {"secretsManagementSettings": {
          "pollingIntervalInS": "%s", "observedCertificates": [
            {"url": "https://contoso.vault.azure.net/secrets/web",
             "onRenewal": {"reload": ["nowhere.service"]}}]}}}}
      """;

  private final Machine machine;

  ValidateArtefactIT(Machine machine) throws IOException {
    this.machine = machine;
    Files.copy(ZIP, machine.vm().path("/run/validate.zip"));
    machine.output("unzip", "-q", "/run/validate.zip", "-d", "/run");
  }

  @Test
  void validate_templatesResource_isJudgedByAPlainUser() {
    machine.write("/run/web.json", RESOURCE.formatted("3600"));
    Execution said = validate(java(), "/run/web.json");
    assertEquals("", said.stderr());
    assertEquals(0, said.exitCode());
    assertEquals(
        "https://contoso.vault.azure.net/secrets/web -> "
            + "/var/lib/waagent/Microsoft.Azure.KeyVault.Store/contoso.web (combined; read by root;"
            + " identity: the machine's own; on renewal: reload nowhere.service)\n",
        said.stdout());

    machine.write("/run/web.json", RESOURCE.formatted("often"));
    said = validate(java(), "/run/web.json");
    assertEquals(53, said.exitCode());
    assertTrue(
        said.stderr()
            .startsWith(
                "/run/web.json:"
                    + " /properties/settings/secretsManagementSettings/pollingIntervalInS:"),
        said.stderr());
    assertEquals(52, validate(java(), "/run/none.json").exitCode());
  }

  /** The commands of docs/deploy/pipeline, with the files of docs/deploy. */
  @ParameterizedTest
  @CsvSource({
    "github.yml, '[\"jobs\"][\"validate\"][\"steps\"][2][\"run\"]'",
    "gitlab-ci.yml, '[\"validate-settings\"][\"script\"][0]'"
  })
  void pipeline_commands_checkTheSettings(String file, String place) throws IOException {
    Path docs = Path.of("../docs/deploy").toAbsolutePath().normalize();
    String commands =
        machine
            .vm()
            .execBeside(
                Machine.SOON,
                "/usr/bin/python3",
                "-c",
                "import sys, yaml; print(yaml.safe_load(open(sys.argv[1]))" + place + ")",
                docs + "/pipeline/" + file)
            .output();
    machine.output("sh", "-ec", "mkdir -m 777 /run/job /run/base && mv /run/*.zip /run/base/");
    String zip = "akvvm-validate-" + PackageFolder.VERSION + ".zip";
    machine.output("sh", "-ec", "cd /run/base && mv *.zip $1 && sha256sum * >SHA256SUMS", "-", zip);
    machine.write("/run/job/settings.json", Files.readString(docs.resolve("settings.json")));
    machine.write(
        "/run/job/script",
        "set -e\n"
            + commands
                .replace("https://contoso.example/akvvm", "file:///run/base")
                .replace("akvvm-validate-VERSION", "akvvm-validate-" + PackageFolder.VERSION));
    Execution said = asNobody("env", "--chdir=/run/job", "JAVA_HOME=" + java(), "sh", "script");
    assertEquals(0, said.exitCode(), said.stderr());
    assertTrue(said.stdout().contains(" -> /etc/certs/site (combined; "), said.stdout());

    machine.write("/run/job/settings.json", "{}");
    machine.output("rm", "-r", "/run/job/akvvm-validate-" + PackageFolder.VERSION);
    said = asNobody("env", "--chdir=/run/job", "JAVA_HOME=" + java(), "sh", "script");
    assertEquals(53, said.exitCode(), said.stderr());
  }

  /** No more than this is in it. */
  @Test
  void zip_hasTheHandlersLibrariesAndTheirLicences() {
    String names =
        machine.output("sh", "-ec", "cd " + PROGRAM.replaceAll("/[^/]*$", "") + "/lib && ls");
    assertEquals(
        List.of(
            "handler",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jspecify",
            "picocli"),
        names.lines().map(name -> name.replaceFirst("-[0-9.]+[.]jar$", "")).toList());
    machine.output("test", "-s", PROGRAM.replaceAll("/[^/]*$", "/licenses/Apache-2.0.txt"));
  }

  @Test
  void validate_noJavaOrAnOldOne_isSaid() {
    Execution said = validate("/nowhere", "/run/web.json");
    assertEquals(52, said.exitCode());
    assertEquals(
        "akvvm-validate: needs Java 25 or newer, and /nowhere/bin/java is none: set JAVA_HOME\n",
        said.stderr());
    machine.write(
        "/run/old/bin/java", "#!/bin/sh\necho 'openjdk version \"17.0.1\" 2021-10-19' >&2\n");
    machine.output("chmod", "755", "/run/old/bin/java");
    assertTrue(validate("/run/old", "/run/web.json").stderr().contains("is 17: set JAVA_HOME"));
  }

  private static String java() {
    return Objects.requireNonNull(System.getProperty("java.home"));
  }

  private Execution validate(String javaHome, String file) {
    return asNobody("env", "JAVA_HOME=" + javaHome, PROGRAM, file);
  }

  private Execution asNobody(String... command) {
    List<String> line =
        new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    line.addAll(List.of(command));
    return machine.run(line.toArray(String[]::new));
  }
}
