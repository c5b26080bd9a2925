package dev.akvvm.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script that checks the JDK, on folders that look like one, and on packages of a fake dpkg.
 */
final class VerifyJdkTest {
  private static final String RELEASE =
      """
      IMPLEMENTOR="Eclipse Adoptium"
      JAVA_RUNTIME_VERSION="25.0.3+9-LTS"
      LIBC="gnu"
      MODULES="java.base"
      OS_ARCH="x86_64"
      """;

  private static final String NAME = "Eclipse-Adoptium:25.0.3+9-LTS:gnu:x86_64";
  private static final Execution SILENT = new Execution(0, "", "");

  @TempDir private Path folder;
  private Path jdk;
  private Script verify;
  private Script checksums;

  /** The scripts in a repository of their own, whose records are empty. */
  @BeforeEach
  void prepare() throws IOException {
    jdk = folder.resolve("jdk");
    write(jdk.resolve("release"), RELEASE);
    write(jdk.resolve("lib/modules"), "code");
    write(jdk.resolve("lib/security/cacerts"), "authorities");
    write(jdk.resolve("lib/src.zip"), "sources");
    write(jdk.resolve("legal/java.base/LICENSE"), "licence");
    write(folder.resolve(".mvn/checksums/jdk.sha256"), "");
    verify = copied("verify-jdk").with("PATH", fakes("", "") + ":" + System.getenv("PATH"));
    checksums = copied("checksums");
  }

  private Script copied(String script) throws IOException {
    Path copy = folder.resolve("scripts").resolve(script);
    Files.createDirectories(copy.getParent());
    return Script.of(Files.copy(Script.root().resolve("scripts").resolve(script), copy));
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** A folder of programs: a dpkg to which the JDK belongs, or not, and what it finds altered. */
  private Path fakes(String owners, String altered) throws IOException {
    Path programs = folder.resolve("programs");
    program(programs.resolve("dpkg-query"), owners);
    program(programs.resolve("dpkg"), altered);
    return programs;
  }

  private static void program(Path file, String output) throws IOException {
    write(file, "#!/bin/sh\ncat <<'END'\n" + output + "END\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Execution record() throws IOException, InterruptedException {
    return checksums.run("--jdk", jdk.toString());
  }

  @Test
  void jdk_recorded_isFine() throws IOException, InterruptedException {
    assertEquals(0, record().exitCode());
    assertEquals(SILENT, verify.run(jdk.toString(), "refuse"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuse", "warn"})
  void jdk_recordedButAltered_isRefused(String mode) throws IOException, InterruptedException {
    record();
    write(jdk.resolve("lib/modules"), "other code");
    assertRefused(
        verify.run(jdk.toString(), mode), "is not the " + NAME + " that .mvn/checksums/jdk.sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/other.so", "conf/security/java.security"})
  void jdk_recordedWithoutAFileItHas_isRefused(String file)
      throws IOException, InterruptedException {
    record();
    write(jdk.resolve(file), "added");
    assertRefused(verify.run(jdk.toString(), "warn"), "is not the " + NAME);
  }

  @Test
  void jdk_recordedWithOtherAuthoritiesAndDocuments_isFine()
      throws IOException, InterruptedException {
    record();
    write(jdk.resolve("lib/security/cacerts"), "the machine's own");
    write(jdk.resolve("legal/java.base/LICENSE"), "");
    Files.delete(jdk.resolve("lib/src.zip"));
    assertEquals(SILENT, verify.run(jdk.toString(), "refuse"));
  }

  @Test
  void jdk_unrecorded_isRefusedWithTheWayToRecordIt() throws IOException, InterruptedException {
    assertRefused(
        verify.run(jdk.toString(), "refuse"),
        jdk + " (" + NAME + ") is not in .mvn/checksums/jdk.sha256: check its archive against what",
        "scripts/checksums --jdk " + jdk);
  }

  @Test
  void jdk_unrecordedToWarnOf_isOneLine() throws IOException, InterruptedException {
    String unknown = jdk + " (" + NAME + ") is not in .mvn/checksums/jdk.sha256";
    assertEquals(
        new Execution(0, "", "verify-jdk: warning: " + unknown + ", and was not checked\n"),
        verify.run(jdk.toString(), "warn"));
  }

  @Test
  void jdk_ofTheToolchain_isFoundByItsVariable() throws IOException, InterruptedException {
    record();
    assertEquals(SILENT, verify.with("TOOLCHAIN_JAVA_HOME", jdk.toString()).run("refuse"));
  }

  @Test
  void jdk_ofIntactPackages_isFine() throws IOException, InterruptedException {
    fakes("jre-headless: " + jdk + "/release\n", "missing   /usr/share/doc/jre-headless/NEWS\n");
    assertEquals(SILENT, verify.run(jdk.toString(), "refuse"));
  }

  @Test
  void jdk_ofPackagesThatWereAltered_isRefusedWithFilesAndPackages()
      throws IOException, InterruptedException {
    fakes(
        "jre-headless, jdk-headless: " + jdk + "/bin\njre-headless: " + jdk + "/release\n",
        """
        ??5??????   %s/lib/modules
        ??5?????? c /etc/java-25-openjdk/security/java.security
        """
            .formatted(jdk));
    assertRefused(
        verify.run(jdk.toString(), "warn"),
        "(" + jdk + "/lib/modules /etc/java-25-openjdk/security/java.security)",
        "reinstall jdk-headless jre-headless\n");
  }

  @Test
  void folder_withoutJdk_isRefused() throws IOException, InterruptedException {
    assertEquals(
        new Execution(2, "", "verify-jdk: '/dev': neither a JDK nor its jmods\n"),
        verify.run("/dev", "warn"));
  }

  @Test
  void checksums_sameNameAndOtherDigest_areNotRecorded() throws IOException, InterruptedException {
    record();
    write(jdk.resolve("lib/modules"), "other code");
    assertRefused(record(), NAME + " has changed since it was recorded; refused\n");
    assertRefused(verify.run(jdk.toString(), "warn"), "is not the " + NAME);
  }

  private static void assertRefused(Execution execution, String... texts) {
    assertEquals(1, execution.exitCode(), execution.stderr());
    assertEquals(1, execution.stderr().lines().count(), execution.stderr());
    for (String text : texts) {
      assertTrue(execution.stderr().contains(text), execution.stderr());
    }
  }
}
