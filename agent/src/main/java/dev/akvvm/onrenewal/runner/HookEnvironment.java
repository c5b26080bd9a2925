package dev.akvvm.onrenewal.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.process.BoundedProcess;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What programs are told: certbot's variables and the project's own, nothing else. The kernel
 * starts no program with a variable of 128 KiB, so a long list is put into a file, one entry per
 * line, and a variable that ends in {@value #FILE} names the file instead.
 *
 * @param folder where the files are; one action at a time uses them
 */
record HookEnvironment(Path folder) {
  private static final String FILE = "_FILE";

  /** In bytes. The name counts too, because systemd-run takes both in one argument. */
  private static final int LONGEST = 64 * 1024;

  private static final int LONGEST_TOGETHER = 128 * 1024;

  /** The variables that are lists. */
  private enum Variable {
    RENEWED_DOMAINS(" "),
    AKVVM_LINKS("\n"),
    AKVVM_RENEWED(" "),
    AKVVM_VERSIONS(" ");

    private final String separator;

    Variable(String separator) {
      this.separator = separator;
    }
  }

  /** A variable with its entries. */
  private record Listing(Variable variable, List<String> entries) {
    static Listing of(Variable variable, Stream<String> entries) {
      return new Listing(variable, entries.toList());
    }

    String value() {
      return String.join(variable.separator, entries);
    }

    int length() {
      return value().getBytes(UTF_8).length;
    }
  }

  /**
   * The whole environment.
   *
   * @param certificates at least one
   * @throws IOException when a file cannot be written
   */
  Map<String, String> environment(Map<ObservedCertificate, CurrentVersion> certificates)
      throws IOException {
    Map<String, String> environment = new LinkedHashMap<>(BoundedProcess.CLEAN);
    environment.put("RENEWED_LINEAGE", link(certificates.keySet().iterator().next()));
    List<Listing> longestFirst =
        listings(certificates).sorted(Comparator.comparingInt(Listing::length).reversed()).toList();
    int together = longestFirst.stream().mapToInt(Listing::length).sum();
    for (Listing each : longestFirst) {
      String name = each.variable().name();
      if (each.length() > LONGEST || together > LONGEST_TOGETHER) {
        together -= each.length();
        environment.put(name + FILE, write(folder.resolve(name), each.entries()).toString());
      } else {
        environment.put(name, each.value());
      }
    }
    return environment;
  }

  /** Removes the files of an action that has ended, even if it was killed. */
  void removeFiles() throws IOException {
    for (Variable each : Variable.values()) {
      DurableFiles.delete(folder.resolve(each.name()));
    }
  }

  private static Stream<Listing> listings(Map<ObservedCertificate, CurrentVersion> certificates) {
    Collection<ObservedCertificate> whom = certificates.keySet();
    Collection<CurrentVersion> what = certificates.values();
    return Stream.of(
        Listing.of(
            Variable.RENEWED_DOMAINS,
            what.stream().flatMap(shown -> shown.domains().stream()).distinct()),
        Listing.of(Variable.AKVVM_LINKS, whom.stream().map(HookEnvironment::link)),
        Listing.of(Variable.AKVVM_RENEWED, whom.stream().map(ObservedCertificate::displayName)),
        Listing.of(Variable.AKVVM_VERSIONS, what.stream().map(CurrentVersion::version)));
  }

  private static String link(ObservedCertificate certificate) {
    return certificate.placement().links().getFirst().toString();
  }

  private static Path write(Path file, List<String> lines) throws IOException {
    DurableFiles.replace(
        file, (String.join("\n", lines) + "\n").getBytes(UTF_8), Modes.PRIVATE_FILE);
    return file;
  }
}
