package dev.akvvm.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.testing.NeedsRoot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowedEndpointsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:40342/x",
        "http://LOCALHOST/x",
        "http://127.0.0.1/x",
        "http://127.255.0.9:1/x",
        "http://169.254.169.254/x",
        "https://[::1]:8443/x",
        "http://[fe80::1]/x",
        "http://[fe80::1%25eth0]/x"
      })
  void objection_machineItselfOrItsLink_none(String url) {
    assertEquals(Optional.empty(), problem(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254.example/x",
        "http://localhost.example/x",
        "http://0.0.0.0/x",
        "http://168.63.129.16/x",
        "http://10.0.0.4/x",
        "http://[2001:db8::1]/x",
        "http://[fd00:ec2::254]/x",
        "http://metadata/x"
      })
  void objection_otherHostAndNoFile_saysWhatToDo(String url) {
    String problem = problem(url).orElseThrow();
    assertTrue(problem.contains("correct msiEndpoint, or as root list it in"), problem);
    assertTrue(problem.contains(URI.create(url).getHost()), problem);
  }

  @Test
  void objection_hostOrHostAndPortListed_none() throws IOException {
    write("# our proxy\n\n tokens.example # by host\n10.0.0.4:8080\n[2001:db8::1]:80\n");
    assertEquals(Optional.empty(), problem("http://Tokens.example:99/x"));
    assertEquals(Optional.empty(), problem("http://10.0.0.4:8080/x"));
    assertEquals(Optional.empty(), problem("http://[2001:DB8::1]/x"));
    assertTrue(problem("http://10.0.0.4:8081/x").isPresent());
    assertTrue(problem("http://other.example/x").isPresent());
    assertTrue(problem("http://by/x").isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
  void objection_listedWhereOthersCanWrite_saysSo(String mode) throws IOException {
    write("tokens.example\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
    String problem = problem("http://tokens.example/x").orElseThrow();
    assertTrue(problem.contains("users other than root can write"), problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ln -s there $F", "ln there $F"})
  void objection_listedBehindALinkOrASecondName_notBelieved(String made) throws Exception {
    Files.writeString(folder.resolve("there"), "tokens.example\n");
    String script = "cd \"$(dirname \"$F\")\"; " + made;
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script);
    shell.environment().put("F", file().toString());
    assertEquals(0, shell.start().waitFor());
    assertTrue(problem("http://tokens.example/x").isPresent());
  }

  @Test
  @NeedsRoot
  void objection_listedInAFileOfAnother_saysSo() throws IOException {
    write("tokens.example\n");
    Files.setAttribute(file(), "unix:uid", 54321);
    String problem = problem("http://tokens.example/x").orElseThrow();
    assertTrue(problem.contains("users other than root can write"), problem);
  }

  private Path file() {
    return folder.resolve("token-endpoints");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private Optional<String> problem(String url) {
    return new AllowedEndpoints(file())
        .problem(new IdentitySettings(URI.create(url), Optional.empty()));
  }
}
