package dev.akvvm.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes keys, chains and bundles with the real openssl in a folder: a root, an intermediate and a
 * leaf, each as {@code <name>.crt} and {@code <name>.key}.
 */
final class OpenSsl {
  private final Path folder;

  OpenSsl(Path folder) {
    this.folder = folder;
  }

  /** A chain whose leaf has a key of this algorithm, such as RSA:2048 or EC:P-256. */
  OpenSsl withChain(String algorithm) throws IOException, InterruptedException {
    key("root", "EC:P-256");
    key("intermediate", "EC:P-256");
    key("leaf", algorithm);
    run(
        "req",
        "-x509",
        "-new",
        "-key",
        "root.key",
        "-subj",
        "/CN=root",
        "-days",
        "30",
        "-out",
        "root.crt");
    signed("intermediate", "root", "basicConstraints=CA:TRUE");
    signed("leaf", "intermediate", "subjectAltName=DNS:example.com");
    return this;
  }

  private void key(String name, String algorithm) throws IOException, InterruptedException {
    String[] parts = algorithm.split(":", 2);
    List<String> command = new ArrayList<>(List.of("genpkey", "-algorithm", parts[0]));
    if (parts.length > 1) {
      command.add("-pkeyopt");
      command.add((parts[0].equals("EC") ? "ec_paramgen_curve:" : "rsa_keygen_bits:") + parts[1]);
    }
    command.addAll(List.of("-out", name + ".key"));
    run(command.toArray(String[]::new));
  }

  private void signed(String name, String issuer, String extension)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve(name + ".ext"), extension);
    run("req", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr");
    run(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        issuer + ".crt",
        "-CAkey",
        issuer + ".key",
        "-CAcreateserial",
        "-days",
        "20",
        "-extfile",
        name + ".ext",
        "-out",
        name + ".crt");
  }

  /** The texts of these files, in this order. */
  String pem(String... files) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      text.append(Files.readString(folder.resolve(file)));
    }
    return text.toString();
  }

  /** A PKCS#12 of these files in base64, as a vault returns it; options as of openssl pkcs12. */
  String pkcs12(List<String> options, String... files) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("bundle.pem"), pem(files));
    List<String> command =
        new ArrayList<>(
            List.of(
                "pkcs12",
                "-export",
                "-in",
                "bundle.pem",
                "-passout",
                "pass:",
                "-out",
                "bundle.p12"));
    command.addAll(options);
    run(command.toArray(String[]::new));
    return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("bundle.p12")));
  }

  /** What openssl prints for these arguments; fails when it does. */
  String run(String... arguments) throws IOException, InterruptedException {
    return Program.installed("openssl").run(folder, arguments);
  }

  void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }
}
