package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.service.DetachedLauncher;
import dev.akvvm.service.Timeouts;
import dev.akvvm.state.RunningAgent;
import dev.akvvm.state.StateFolder;
import dev.akvvm.summary.SummaryFile;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/**
 * waagent's folders below a temporary one, with a package whose launcher does nothing but be alive;
 * commands run in this process, agents in their own. Closing it ends every agent.
 */
final class Waagent implements AutoCloseable {
  /** Holds its script open, takes the lock and writes the line as the real launcher does. */
  private static final String LAUNCHER =
      """
      #!/bin/sh
      home=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
      state=${home%%/*/*}/akvvm
      trap '%s' TERM
      exec 8<"$home/bin/akvvm_service" 9<>"$state/agent.lock"
      flock --timeout 10 9 || exit 1
      : >"$state/agent.lock"
      echo "$$ $1 $home" >&9
      while :; do sleep 1 9>&- & wait $!; done
      """;

  static final Instant NOW = Instant.parse("2026-05-01T10:20:30Z");

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private Path home;
  private String said = "";
  private String printed = "";

  Waagent(Path temporary) throws IOException {
    // The launcher says where it is by its real path.
    folder = Files.createDirectories(temporary.toRealPath().resolve("var/lib/waagent"));
    Files.createDirectories(commandFolder());
    variables.put("PATH", System.getenv().getOrDefault("PATH", ""));
    home = unpack("1.2.3");
  }

  /** Unpacks a version; the commands that follow are its. */
  Path unpack(String version) throws IOException {
    home = folder.resolve("Akvvm.KeyVaultForLinux-" + version);
    for (String name : new String[] {"bin", "config", "status"}) {
      Files.createDirectories(home.resolve(name));
    }
    launcher(LAUNCHER.formatted("exit 0"));
    Files.copy(
        Path.of("src/package/bin/akvvm"),
        home.resolve("bin/akvvm"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        home.resolve("HandlerEnvironment.json"),
        """
        [{"name": "Akvvm.KeyVaultForLinux", "version": 1.0, "handlerEnvironment": {
          "logFolder": "%s", "configFolder": "%s", "statusFolder": "%s"}}]
        """
            .formatted(logFolder(), home.resolve("config"), home.resolve("status")));
    return home;
  }

  /** Removes the package and unpacks the same version again, as waagent may. */
  void unpackAnew() throws IOException {
    String name = home.getFileName().toString();
    Files.delete(home.resolve("bin/akvvm_service"));
    unpack(name.substring(name.lastIndexOf('-') + 1));
  }

  void use(Path otherHome) {
    home = otherHome;
  }

  void launcherThatIgnoresTerm() throws IOException {
    launcher(LAUNCHER.formatted(""));
  }

  void launcher(String script) throws IOException {
    Path launcher = home.resolve("bin/akvvm_service");
    Files.writeString(launcher, script);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr--r--"));
  }

  Path home() {
    return home;
  }

  Path logFolder() {
    return folder.resolve("../../log/Akvvm.KeyVaultForLinux").normalize();
  }

  Path commandFolder() {
    return folder.resolve("../../../usr/local/bin").normalize();
  }

  Path store() {
    return folder.resolve("../../store").normalize();
  }

  Path settingsFile(int sequence) {
    return home.resolve("config").resolve(sequence + ".settings");
  }

  Path statusFile(int sequence) {
    return home.resolve("status").resolve(sequence + ".status");
  }

  StateFolder state() {
    return StateFolder.besideWaagent(home);
  }

  Map<String, String> variables() {
    return variables;
  }

  /** Delivers good settings for two certificates and says that they are the newest. */
  Waagent settings(int sequence) throws IOException {
    return secrets(
        sequence,
        """
        "certificateStoreLocation": "%s",
        "observedCertificates": ["https://con.vault.azure.net/secrets/web",
                                 {"url": "https://con.vault.azure.net/secrets/api"}]
        """
            .formatted(store()));
  }

  Waagent secrets(int sequence, String members) throws IOException {
    return rawSettings(
        sequence,
        """
        {"runtimeSettings": [{"handlerSettings": {"publicSettings":
          {"secretsManagementSettings": {%s}},
          "protectedSettings": null, "protectedSettingsCertThumbprint": null}}]}
        """
            .formatted(members));
  }

  Waagent rawSettings(int sequence, String content) throws IOException {
    Files.writeString(settingsFile(sequence), content);
    variables.put("ConfigSequenceNumber", Integer.toString(sequence));
    return this;
  }

  /** Runs a command of the package; its exit code. */
  int run(String... arguments) {
    StringWriter err = new StringWriter();
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine(context());
    line.setErr(new PrintableWriter(err));
    line.setOut(new PrintableWriter(out));
    int code = line.execute(arguments);
    said = err.toString();
    printed = out.toString();
    return code;
  }

  /** What the last command printed by way of picocli. */
  String printed() {
    return printed;
  }

  /** What the last command printed on stderr. */
  String said() {
    return said;
  }

  /** What the agent says about its certificates. */
  SummaryFile summaryFile() {
    return new SummaryFile(folder.resolve("../../../run/akvvm").normalize());
  }

  HandlerContext context() {
    return new HandlerContext(
        home,
        variables,
        Clock.fixed(NOW, ZoneOffset.UTC),
        new DetachedLauncher(),
        new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(20)),
        new CommandFile(home, List.of(commandFolder())),
        summaryFile());
  }

  Optional<RunningAgent> agent() throws CommandFailedException, InterruptedException {
    return context().agent().running();
  }

  /** The agent that runs; a test that calls this expects one. */
  long pid() throws CommandFailedException, InterruptedException {
    return agent().orElseThrow(() -> new AssertionError("no agent runs")).pid();
  }

  /** False for one that has ended, even where nobody has collected it yet. */
  static boolean lives(long pid) throws IOException {
    Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
    try {
      return Files.readAllBytes(commandLine).length > 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  Optional<StatusReport> status(int sequence) {
    return new StatusFile(home.resolve("status"), new SequenceNumber(sequence)).read();
  }

  @Override
  public void close() {
    try {
      context().agent().stop();
    } catch (CommandFailedException e) {
      throw new AssertionError("an agent is left behind", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
