package dev.akvvm.packaged;

import dev.akvvm.testing.DiskSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the certificates of the vault contoso are on disk. */
record Store(Machine machine, String folder) {
  static Store usual(Machine machine) {
    return new Store(machine, "/var/lib/waagent/Microsoft.Azure.KeyVault.Store");
  }

  String link(String certificate) {
    return folder + "/contoso." + certificate;
  }

  /** The name that a version's file must have. */
  String file(String certificate, Emulator.Version version) {
    return "%s/contoso.%s.%s.%d.%d.PEM"
        .formatted(folder, certificate, version.version(), version.nbf(), version.exp());
  }

  /** Where a link leads; empty if there is none. */
  String target(String certificate) {
    Path link = machine.vm().path(link(certificate));
    try {
      return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the link leads to this version. */
  void awaitInstalled(String certificate, Emulator.Version version) {
    machine
        .await()
        .until(
            certificate + " is installed in version " + version.version(),
            Machine.SOON,
            () -> target(certificate).equals(file(certificate, version)));
  }

  List<String> names() {
    try (Stream<Path> files = Files.list(machine.vm().path(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DiskSnapshot snapshot() {
    return snapshot("");
  }

  /** Everything in the store, or one file of it. */
  DiskSnapshot snapshot(String name) {
    try {
      return DiskSnapshot.of(machine.vm().path(folder + "/" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Mode, owner and group of a file, as {@code 600 root root}. */
  String mode(String file) {
    return machine.output("stat", "-c", "%a %U %G", file).strip();
  }

  /** A line of the private key that no other key shares. */
  String privateKeyLine(String certificate) {
    String pem = machine.output("cat", link(certificate));
    String key = pem.substring(pem.indexOf("PRIVATE KEY-----"));
    return key.lines().skip(2).findFirst().orElseThrow();
  }
}
