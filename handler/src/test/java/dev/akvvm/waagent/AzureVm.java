package dev.akvvm.waagent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A VM's certificate, its key in waagent's folder, and openssl in Azure's place, which encrypts for
 * it.
 */
final class AzureVm {
  private final Path libFolder;
  private final Path configFolder;
  private final String thumbprint;

  AzureVm(Path libFolder) throws IOException, InterruptedException {
    this.libFolder = libFolder;
    this.configFolder = Files.createDirectories(libFolder.resolve("Pub.Type-1.0.0/config"));
    certificate("vm");
    thumbprint =
        openSsl("x509", "-in", "vm.crt", "-noout", "-fingerprint", "-sha1")
            .replaceFirst(".*=", "")
            .replace(":", "")
            .strip();
    Files.move(libFolder.resolve("vm.prv"), keyFile());
  }

  /** Another one, as {@code <name>.crt} and {@code <name>.prv}. */
  void certificate(String name) throws IOException, InterruptedException {
    openSsl(
        "req",
        "-x509",
        "-newkey",
        "rsa:1024",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-days",
        "30",
        "-keyout",
        name + ".prv",
        "-out",
        name + ".crt");
  }

  String thumbprint() {
    return thumbprint;
  }

  Path keyFile() {
    return libFolder.resolve(thumbprint.toUpperCase(Locale.ROOT) + ".prv");
  }

  Path settingsFile() {
    return configFolder.resolve("5.settings");
  }

  /** The text in base64, encrypted by openssl for {@code vm.crt}, or who the options name. */
  String encrypt(String text, String... options) throws IOException, InterruptedException {
    Files.writeString(libFolder.resolve("text"), text);
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(1, List.of("-encrypt", "-binary", "-outform", "DER", "-in", "text"));
    arguments.addAll(List.of("-out", "envelope"));
    if (!arguments.contains("-recip")) {
      arguments.add("vm.crt");
    }
    openSsl(arguments.toArray(String[]::new));
    return Base64.getEncoder().encodeToString(Files.readAllBytes(libFolder.resolve("envelope")));
  }

  /** Reads a settings file with these protected settings, a JSON value, for this certificate. */
  SettingsFile read(String protectedSettings) throws IOException, UnusableFileException {
    return read("{\"a\": 1}", protectedSettings, '"' + thumbprint + '"');
  }

  SettingsFile read(String publicSettings, String protectedSettings, String certificate)
      throws IOException, UnusableFileException {
    Files.writeString(
        settingsFile(),
        """
        {"runtimeSettings": [{"handlerSettings": {"publicSettings": %s,
          "protectedSettings": %s, "protectedSettingsCertThumbprint": %s}}]}
        """
            .formatted(publicSettings, protectedSettings, certificate));
    return SettingsFile.read(
        new HandlerEnvironment(configFolder, configFolder, configFolder, libFolder),
        new SequenceNumber(5));
  }

  String openSsl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(libFolder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }
}
