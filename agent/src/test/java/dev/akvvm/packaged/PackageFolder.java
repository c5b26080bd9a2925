package dev.akvvm.packaged;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The folder of one version of the handler in a machine, and what is run and read there. */
record PackageFolder(Machine machine, String version) {
  static final String NAME = "Akvvm.KeyVaultForLinux";

  /** As the build says; the package under test is of it. */
  static final String VERSION =
      Objects.requireNonNull(
          System.getProperty("package.version"), "run by Maven, which says the version");

  /** A later one, for upgrades to the same package. */
  static final String NEXT = withNextMinor(VERSION);

  /** The runtime for this processor, in the package's folder. */
  static final String RUNTIME =
      System.getProperty("os.arch").equals("aarch64") ? "runtime/arm64" : "runtime/amd64";

  static final String LOGS = "/var/log/azure/" + NAME;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String withNextMinor(String version) {
    String[] parts = version.split("[.]", 3);
    return parts[0] + "." + (Integer.parseInt(parts[1]) + 1) + ".0";
  }

  /** The package under test. */
  static Path zip() {
    Path zip = Path.of(System.getProperty("package.zip", ""));
    if (!Files.isRegularFile(zip)) {
      throw new IllegalStateException(
          "The package is missing at '" + zip + "': run ./mvnw package -DskipTests");
    }
    return zip;
  }

  /** Unpacks the package as waagent would. */
  static PackageFolder unpackedIn(Machine machine) {
    return unpackedIn(machine, VERSION);
  }

  static PackageFolder unpackedIn(Machine machine, String version) {
    PackageFolder folder = new PackageFolder(machine, version);
    try {
      Path home = machine.vm().path(folder.home());
      Files.createDirectories(home.getParent());
      machine
          .vm()
          .execBeside(Machine.SOON, "cp", "-a", Unpacked.FOLDER.toString(), home.toString())
          .output();
      for (String each : List.of(folder.home() + "/config", folder.home() + "/status")) {
        Files.createDirectory(machine.vm().path(each), mode("rwx------"));
      }
      Files.createDirectories(machine.vm().path(LOGS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    machine.write(folder.home() + "/HandlerEnvironment.json", folder.environment());
    return folder;
  }

  /** The package's files beside the zip: to copy them takes a tenth of the time. */
  private static final class Unpacked {
    static final Path FOLDER = unpacked(zip());

    private static Path unpacked(Path zip) {
      Path folder = zip.resolveSibling("unpacked");
      try (ZipFile content = new ZipFile(zip.toFile())) {
        remove(folder);
        for (ZipEntry entry : Collections.list(content.entries())) {
          unpack(content, entry, folder.resolve(entry.getName()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return folder;
    }

    private static void remove(Path folder) throws IOException {
      if (Files.exists(folder)) {
        try (Stream<Path> old = Files.walk(folder)) {
          for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    }
  }

  /** The zip's own modes do not count for waagent: every file becomes executable for root. */
  private static void unpack(ZipFile zip, ZipEntry entry, Path target) throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    try (InputStream content = zip.getInputStream(entry)) {
      Files.copy(content, target);
    }
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr--r--"));
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  String home() {
    return "/var/lib/waagent/" + NAME + "-" + version;
  }

  private String environment() {
    return """
    [{"name": "%2$s", "version": 1.0, "handlerEnvironment": {"logFolder": "%3$s",
      "configFolder": "%1$s/config", "statusFolder": "%1$s/status",
      "heartbeatFile": "%1$s/heartbeat.log", "eventsFolder": "%3$s/events"}}]
    """
        .formatted(home(), NAME, LOGS);
  }

  boolean exists() {
    return Files.exists(machine.vm().path(home()));
  }

  /** Writes N.settings as waagent does. */
  void settings(int number, String publicSettings) {
    write(number, publicSettings, "null", "null");
  }

  /** The same with protected settings, encrypted for the certificate with this thumbprint. */
  void settings(int number, String publicSettings, String protectedSettings, String thumbprint) {
    write(number, publicSettings, '"' + protectedSettings + '"', '"' + thumbprint + '"');
  }

  private void write(int number, String open, String encrypted, String thumbprint) {
    machine.write(
        settingsFile(number),
        """
        {"runtimeSettings": [{"handlerSettings": {"publicSettings": %s,
          "protectedSettings": %s, "protectedSettingsCertThumbprint": %s}}]}
        """
            .formatted(open, encrypted, thumbprint));
  }

  String settingsFile(int number) {
    return home() + "/config/" + number + ".settings";
  }

  /** Runs a command as waagent does; words beside the command are its own affair. */
  Execution run(int number, String... words) {
    return run(number, List.of(), words);
  }

  private Execution run(int number, List<String> variables, String... words) {
    List<String> line = new ArrayList<>(List.of("env", "--chdir=" + home()));
    line.add("ConfigSequenceNumber=" + number);
    line.add("AZURE_GUEST_AGENT_EXTENSION_PATH=" + home());
    line.add("AZURE_GUEST_AGENT_EXTENSION_VERSION=" + version);
    line.addAll(variables);
    line.addAll(List.of("setsid", "--wait", home() + "/bin/handler"));
    line.addAll(List.of(words));
    return machine.run(line.toArray(String[]::new));
  }

  /** Writes settings and enables the agent for them, which must succeed. */
  void enable(int number, Settings settings) {
    settings(number, settings.json());
    run(number, "enable").output();
  }

  /** The same where the guest agent has these variables in its environment. */
  void enable(int number, Settings settings, String... variables) {
    settings(number, settings.json());
    run(number, List.of(variables), "enable").output();
  }

  String statusFile(int number) {
    return home() + "/status/" + number + ".status";
  }

  /** What N.status says. */
  Status status(int number) {
    String text = machine.read(statusFile(number));
    try {
      return new Status(JSON.readTree(text.isEmpty() ? "[]" : text).path(0).path("status"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not JSON: " + text, e);
    }
  }

  /** The status object of a status file; text that is absent is empty here. */
  record Status(JsonNode node) {
    String level() {
      return node.path("status").asText();
    }

    String message() {
      return message(node);
    }

    /** {@code level: message} of a certificate or secret in contoso, or of an env file. */
    String of(String certificate) {
      for (JsonNode each : node.path("substatus")) {
        if (List.of("contoso/" + certificate, certificate).contains(each.path("name").asText())) {
          return each.path("status").asText() + ": " + message(each);
        }
      }
      return "";
    }

    private static String message(JsonNode node) {
      return node.path("formattedMessage").path("message").asText();
    }
  }

  /** Waits until what the status says of a certificate contains each of these texts. */
  String awaitSubstatus(int number, String certificate, String... texts) {
    String what = certificate + ": " + String.join(" ... ", texts);
    return machine
        .await()
        .value(
            what,
            Machine.SOON,
            () ->
                Optional.of(status(number).of(certificate))
                    .filter(said -> List.of(texts).stream().allMatch(said::contains)));
  }

  /** Waits until N.status is at this level. */
  void awaitLevel(int number, String level) {
    machine
        .await()
        .until(
            number + ".status: " + level, Machine.SOON, () -> status(number).level().equals(level));
  }

  /** What the launcher printed, where no systemd takes it. */
  String launcherOutput() {
    return machine.read(LOGS + "/akvvm_service.out");
  }
}
