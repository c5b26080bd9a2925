package dev.akvvm.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the zip, and that it needs nothing of the machine but a shell and util-linux. */
@Timeout(60)
@OnMachine
final class PackageIT {
  private static final String MANIFEST = "HandlerManifest.json";

  /** The upper half of an entry's external attributes is its mode; 0o120000 is a link's. */
  private static final String LINKS =
      """
      import sys, zipfile
      for entry in zipfile.ZipFile(sys.argv[1]).infolist():
          if (entry.external_attr >> 16) & 0o170000 == 0o120000:
              print(entry.filename)
      """;

  /** Whatever Java the machine has on its path, it fails from now on. */
  private static final String HIDE_JAVA =
      """
      for java in $(which -a java); do mount --bind /bin/false "$(readlink -f "$java")"; done
      ! java -version 2>/dev/null
      """;

  /** Whoever opens one of the folder's jars from now on waits for ever. */
  private static final String BLOCK_JARS =
      "for jar in \"$1\"/*.jar; do rm \"$jar\"; mkfifo \"$jar\"; done";

  @Test
  void zip_content_isWhatWaagentAndTheCommandsNeed() throws IOException {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile())) {
      Set<String> names = zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
      for (String name :
          List.of(
              MANIFEST,
              "bin/handler",
              "bin/unable",
              "bin/akvvm_service",
              "bin/crash",
              "bin/run_checked",
              PackageFolder.RUNTIME + "/bin/java")) {
        assertTrue(names.contains(name), name);
      }
      for (String folder : List.of("lib/handler/", "lib/agent/", "lib/cryptography/")) {
        assertTrue(
            names.stream().anyMatch(name -> name.startsWith(folder) && name.endsWith(".jar")),
            folder);
      }
    }
  }

  @Test
  void zip_jars_areThereOnce() throws IOException {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile())) {
      List<String> jars =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
              .map(name -> name.substring(name.lastIndexOf('/') + 1))
              .sorted()
              .toList();
      assertEquals(jars.stream().distinct().toList(), jars);
    }
  }

  @Test
  void zip_jars_holdNoNativeCode() throws IOException {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile())) {
      for (ZipEntry jar : Collections.list(zip.entries())) {
        if (jar.getName().endsWith(".jar")) {
          ZipInputStream content = new ZipInputStream(zip.getInputStream(jar));
          for (ZipEntry each = content.getNextEntry();
              each != null;
              each = content.getNextEntry()) {
            assertFalse(
                each.getName().matches(".*\\.(so|dll|dylib|jnilib|a)"),
                jar.getName() + ": " + each.getName());
          }
        }
      }
    }
  }

  /** Its builder's machine may trust whom no other machine should. */
  @Test
  void zip_runtimes_bringNoAuthorities() throws IOException {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile())) {
      assertEquals(
          List.of(),
          zip.stream().map(ZipEntry::getName).filter(name -> name.contains("cacerts")).toList());
    }
  }

  @Test
  void zip_runtimes_recordTheGlibcTheyNeed() throws IOException {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile())) {
      List<String> runtimes =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.matches("runtime/[^/]*/bin/java"))
              .map(name -> name.replace("/bin/java", ""))
              .toList();
      assertTrue(runtimes.contains(PackageFolder.RUNTIME), runtimes.toString());
      for (String runtime : runtimes) {
        String version = text(zip, runtime + "/glibc");
        assertTrue(version.matches("2\\.[0-9]+\n"), runtime + ": " + version);
      }
    }
  }

  @Test
  void manifest_inTheZip_isTheRepositorysWithFiveCommands() throws IOException {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile());
        InputStream entry = zip.getInputStream(zip.getEntry(MANIFEST))) {
      byte[] packed = entry.readAllBytes();
      assertArrayEquals(Files.readAllBytes(Path.of("..", MANIFEST)), packed);
      JsonNode commands = new ObjectMapper().readTree(packed).path(0).path("handlerManifest");
      for (String command : List.of("install", "enable", "disable", "update", "uninstall")) {
        assertEquals(
            "bin/handler %1$s || sh bin/unable $? %1$s".formatted(command),
            commands.path(command + "Command").asText());
      }
      assertTrue(commands.path("continueOnUpdateFailure").isBoolean());
      assertFalse(commands.path("reportHeartbeat").booleanValue());
    }
  }

  @Test
  void notice_everyWork_hasARowWhoseTextsAreThere() throws IOException {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      List<List<String>> rows =
          text(zip, "NOTICE")
              .lines()
              .filter(line -> line.contains(" | "))
              .map(line -> List.of(line.split(" [|] ")))
              .toList();
      assertEquals(
          names.stream()
              .filter(name -> name.matches("lib/.*[.]jar|runtime/[^/]*/release"))
              .map(name -> name.replaceFirst("lib/[^/]*/", ""))
              .filter(name -> !name.matches("(agent|handler)-" + PackageFolder.VERSION + ".jar"))
              .sorted()
              .toList(),
          rows.stream()
              .filter(row -> !row.getFirst().contains(" (in "))
              .map(PackageIT::carried)
              .sorted()
              .toList());
      Set<String> texts =
          rows.stream()
              .flatMap(row -> Stream.of(row.getLast().split(", ")))
              .collect(Collectors.toSet());
      assertTrue(names.containsAll(texts), texts.toString());
      assertEquals(
          List.of(),
          names.stream()
              .filter(name -> name.matches("licenses/.+") && !texts.contains(name))
              .toList());
      assertEquals(Files.readString(Path.of("../LICENSE")), text(zip, "LICENSE"));
    }
  }

  /**
   * No library is missing or another one, by its digest; and nothing tells one build from another.
   */
  @Test
  void sbom_everyLibraryAndRuntime_isListedAndNothingOfTheBuild() throws Exception {
    try (ZipFile zip = new ZipFile(PackageFolder.zip().toFile())) {
      JsonNode sbom = new ObjectMapper().readTree(text(zip, "sbom.cdx.json"));
      assertEquals("CycloneDX", sbom.path("bomFormat").asText());
      assertEquals("1.6", sbom.path("specVersion").asText());
      assertEquals(
          PackageFolder.VERSION, sbom.path("metadata").path("component").path("version").asText());
      assertTrue(sbom.path("serialNumber").isMissingNode());
      assertTrue(sbom.path("metadata").path("timestamp").isMissingNode());
      Set<String> digests = new TreeSet<>();
      Set<String> runtimes = new TreeSet<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().matches("lib/.*[.]jar")
            && !entry.getName().matches(".*/(agent|handler)-[^/]*")) {
          byte[] jar = zip.getInputStream(entry).readAllBytes();
          digests.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar)));
        } else if (entry.getName().matches("runtime/[^/]*/release")) {
          runtimes.add(entry.getName().split("/", -1)[1]);
        }
      }
      Set<String> listed = new TreeSet<>();
      sbom.path("components")
          .forEach(
              each -> each.path("hashes").forEach(h -> listed.add(h.path("content").asText())));
      assertEquals(digests, listed);
      Set<String> platforms = new TreeSet<>();
      for (JsonNode each : sbom.path("components")) {
        assertFalse(each.path("licenses").isEmpty(), each.toString());
        if (each.path("type").asText().equals("platform")) {
          platforms.add(each.path("bom-ref").asText().replaceFirst(".*arch=", ""));
        }
      }
      assertEquals(runtimes, platforms);
    }
  }

  /** What of the package a row of NOTICE is about: a jar, or the folder of a runtime. */
  private static String carried(List<String> row) {
    assertEquals(4, row.size(), row.toString());
    String work = row.getFirst();
    return work.startsWith("OpenJDK (")
        ? work.substring(work.indexOf('(') + 1, work.length() - 1) + "/release"
        : work + "-" + row.get(1) + ".jar";
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), UTF_8);
  }

  @Test
  void zip_entries_holdNoLinks(Machine machine) {
    String zip = PackageFolder.zip().toString();
    assertEquals("", machine.output("/usr/bin/python3", "-c", LINKS, zip));
  }

  @ParameterizedTest
  @ValueSource(strings = {"install", "enable", "disable", "update", "uninstall"})
  void command_emptyEnvironment_works(String command, Machine machine, PackageFolder handler) {
    handler.settings(0, Settings.polling(3600, "web").json());
    Execution execution =
        machine.run("/usr/bin/env", "-i", handler.home() + "/bin/handler", command);
    assertEquals("", execution.stderr());
    assertEquals(0, execution.exitCode());
    assertEquals(command.equals("enable"), machine.launcher().isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "install", "enable"})
  void command_nothingToDecrypt_opensNoCryptography(
      String command, Machine machine, PackageFolder handler) {
    machine.output("sh", "-ec", BLOCK_JARS, "-", handler.home() + "/lib/cryptography");
    handler.settings(0, Settings.polling(3600, "web").json());
    assertEquals(0, handler.run(0, command).exitCode());
  }

  @Test
  void agent_emptyEnvironmentAndNoOtherJava_installs(Machine machine, PackageFolder handler) {
    machine.azure().create("web");
    machine.output("sh", "-ec", HIDE_JAVA);
    handler.settings(7, Settings.polling(3600, "web").json());
    machine.output("/usr/bin/env", "-i", handler.home() + "/bin/handler", "enable");
    handler.awaitSubstatus(7, "web", "success: version");
  }

  @Test
  void handler_noRuntimeForThisProcessor_saysSoWithExitCode51(
      Machine machine, PackageFolder handler) {
    machine.output(
        "sh", "-ec", "cd \"$1\" && rm -r * && mkdir s390x", "-", handler.home() + "/runtime");
    Execution execution = machine.run(handler.home() + "/bin/handler", "install");
    assertEquals(51, execution.exitCode());
    assertEquals(
        "this machine is %s, and this package runs on s390x only\n"
            .formatted(PackageFolder.RUNTIME.replaceFirst(".*/", "")),
        execution.stderr());
  }

  @Test
  void validate_usableSettings_saysWhatWouldBeInstalledAndTouchesNothing(
      Machine machine, PackageFolder handler) {
    machine.write("/run/settings.json", Settings.polling(60, "web").json());
    Execution execution =
        machine.run(
            "/usr/bin/env",
            "-i",
            handler.home() + "/bin/handler",
            "validate",
            "/run/settings.json");
    assertEquals(0, execution.exitCode());
    assertEquals(
        "https://contoso.vault.azure.net/secrets/web ->"
            + " /var/lib/waagent/Microsoft.Azure.KeyVault.Store/contoso.web"
            + " (combined; read by root; identity: the machine's own)\n",
        execution.stdout());
    assertEquals(
        "/run/settings.json: /secretsManagementSettings/pollingIntervalInS: warning: below 300 s"
            + " many machines may exceed the vault's request limit; \"60\" is honoured\n",
        execution.stderr());
    assertEquals("", machine.output("ls", "-A", "/var/lib/akvvm"));
  }

  @Test
  void validate_settingsFileWithProblems_53AndEachOnItsLine(PackageFolder handler) {
    handler.settings(3, Settings.polling(0, "web", "web").json());
    String file = handler.settingsFile(3);
    String at =
        file + ": /runtimeSettings/0/handlerSettings/publicSettings/secretsManagementSettings/";
    Execution execution = handler.run(0, "validate", file);
    assertEquals(53, execution.exitCode());
    assertEquals("", execution.stdout());
    assertEquals(
        at
            + "pollingIntervalInS: expected a positive whole number, found \"0\"\n"
            + at
            + "observedCertificates/1: names the same certificate as"
            + " /runtimeSettings/0/handlerSettings/publicSettings/secretsManagementSettings/"
            + "observedCertificates/0; remove one\n",
        execution.stderr());
  }

  @Test
  void handler_version_isPrinted(PackageFolder handler) {
    Execution execution = handler.run(0, "--version");
    assertEquals("KeyVaultForLinux " + PackageFolder.VERSION + "\n", execution.output());
  }
}
