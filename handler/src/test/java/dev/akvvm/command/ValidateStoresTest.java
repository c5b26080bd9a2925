package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.akvvm.doctor.ActionChecks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What validate says of stores; daemon is a user whom each system has, by the number 1. */
final class ValidateStoresTest {
  private static final String REDIRECT =
      ", who could redirect what root writes; use a certificateStoreLocation below /etc or /var, or"
          + " ";

  private final Path folder;
  private final Path store;

  ValidateStoresTest(@TempDir Path temporary) throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("x"));
    store = folder.resolve("certs");
  }

  @Test
  void validate_storeOfRootsOrMissing_nothingToSay() throws IOException {
    assumeRoot();
    assertEquals("", validate(store, ""));
    assertEquals("", validate(Path.of("/etc/no/such/store"), ""));
  }

  @Test
  void validate_storeThatWouldBeRefusedHere_isWarnedOf() throws IOException {
    assumeRoot();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertEquals(
        warning(folder + " is writable for everybody" + REDIRECT + "chmod go-w " + folder),
        validate(store, ""));
  }

  @Test
  void validate_storeOfAUser_isWarnedOfUnlessItMayReadAll() throws IOException {
    assumeRoot();
    Files.setAttribute(folder, "unix:uid", 1);

    assertEquals(
        warning(
            folder
                + " belongs to daemon (uid 1)"
                + REDIRECT
                + "name daemon in the acls of every certificate in it"),
        validate(store, ""));
    assertEquals("", validate(store, ", \"acls\": [{\"user\": \"daemon\"}]"));
  }

  @Test
  void validate_pathThatCannotBeLookedAt_nothingToSay() throws IOException {
    assumeRoot();
    Files.createFile(store);

    assertEquals("", validate(store.resolve("below"), ""));
  }

  private String warning(String reason) {
    return "standard input: warning: %s is not safe as a certificate store: %s\n"
        .formatted(store, reason);
  }

  private static void assumeRoot() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "skipped: only root can make directories of others");
  }

  private static String validate(Path location, String more) {
    String settings =
        """
        {"secretsManagementSettings": {"observedCertificates": [
          {"url": "https://con.vault.azure.net/secrets/web", "certificateStoreLocation": "%s"%s}]}}
        """
            .formatted(location, more);
    StringWriter err = new StringWriter();
    CommandLine line =
        new CommandLine(
            new ValidateCommand(
                new ByteArrayInputStream(settings.getBytes(UTF_8)),
                ActionChecks.ofMachine(location)));
    line.setErr(new PrintWriter(err));
    line.setOut(new PrintWriter(new StringWriter()));
    assertEquals(0, line.execute("-"));
    return err.toString();
  }
}
