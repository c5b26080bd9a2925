package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/release}, with a key of this test's own. */
@Timeout(300)
@OnMachine
final class ReleaseIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String SCRIPT =
      Path.of("../scripts/release").toAbsolutePath().normalize().toString();
  private static final String VERSION = PackageFolder.VERSION;
  private static final String SUMS = "SHA256SUMS";
  private static final String SIGNATURE = "SHA256SUMS.sig";
  private static final String KEY = "release-key.pem";

  private final Machine machine;

  @TempDir private Path folder;

  ReleaseIT(Machine machine) {
    this.machine = machine;
  }

  @Test
  void release_builtTwice_isTheSameAndComplete() throws IOException {
    Path one = released("one");
    Path two = released("two");
    List<String> names = names(one);
    String release = String.join("\n", names);
    for (String each :
        List.of(
            "KeyVaultForLinux-" + VERSION + ".cdx.json",
            "KeyVaultForLinux-" + VERSION + ".zip",
            SUMS,
            "akvvm-validate-" + VERSION + ".zip",
            "settings.schema.json",
            "side-load")) {
      assertTrue(names.contains(each), release);
    }
    assertTrue(release.contains("akvvm-" + VERSION + "-1."), release);
    assertTrue(release.contains("akvvm_" + VERSION + "-1_"), release);
    assertEquals(8, names.size(), release);
    assertEquals(names, names(two));
    for (String each : names) {
      assertArrayEquals(
          Files.readAllBytes(one.resolve(each)), Files.readAllBytes(two.resolve(each)), each);
    }
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        "urn:akvvm:settings",
        json.readTree(one.resolve("settings.schema.json").toFile()).path("$id").asText());
    assertEquals(
        "CycloneDX",
        json.readTree(one.resolve("KeyVaultForLinux-" + VERSION + ".cdx.json").toFile())
            .path("bomFormat")
            .asText());
  }

  /** As RELEASING.md and SECURITY.md tell whoever downloads it. */
  @Test
  void sign_whoeverChangesAnything_isFound() throws IOException {
    Path release = released("release");
    Path key = folder.resolve("key.pem");
    run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key.toString())
        .output();
    String said = run(SCRIPT, "--sign", release.toString(), key.toString()).output();
    assertTrue(said.matches("signed; the key's fingerprint: [0-9a-f]{64}\n"), said);
    assertTrue(names(release).containsAll(List.of(SIGNATURE, KEY)));
    assertEquals("Verified OK\n", verified(release).output());
    checked(release).output();

    Files.writeString(release.resolve("side-load"), "\n", StandardOpenOption.APPEND);
    assertNotEquals(0, checked(release).exitCode());
    Execution refused = run(SCRIPT, "--sign", release.toString(), key.toString());
    assertEquals(2, refused.exitCode());
    assertTrue(refused.stderr().endsWith(release + " is not what was built\n"), refused.stderr());
    Files.writeString(release.resolve(SUMS), "\n", StandardOpenOption.APPEND);
    assertNotEquals(0, verified(release).exitCode());
  }

  @Test
  void release_unusableArguments_areRefused() {
    assertTrue(run(SCRIPT).stderr().startsWith("release: usage: release "));
    assertEquals(
        "release: " + folder + " is there already\n",
        run(SCRIPT, "--built", folder.toString()).stderr());
    assertEquals(
        "release: " + folder + " has no SHA256SUMS: make it by release DIRECTORY\n",
        run(SCRIPT, "--sign", folder.toString(), "/nowhere").stderr());
  }

  private Path released(String name) {
    Path release = folder.resolve(name);
    run(SCRIPT, "--built", release.toString()).output();
    return release;
  }

  private Execution verified(Path release) {
    return run(
        "env",
        "--chdir=" + release,
        "openssl",
        "dgst",
        "-sha256",
        "-verify",
        KEY,
        "-signature",
        SIGNATURE,
        SUMS);
  }

  private Execution checked(Path release) {
    return run("env", "--chdir=" + release, "sha256sum", "--check", "--strict", SUMS);
  }

  private static List<String> names(Path release) throws IOException {
    try (Stream<Path> files = Files.list(release)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private Execution run(String... command) {
    return machine.vm().execBeside(LONG, command);
  }
}
