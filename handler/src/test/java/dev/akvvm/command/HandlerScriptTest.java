package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/handler}, with a program in place of the packaged Java. */
final class HandlerScriptTest {
  private static final String RUNTIME =
      System.getProperty("os.arch").equals("aarch64") ? "runtime/arm64" : "runtime/amd64";

  private static final String DENIED =
      "is it on a file system mounted noexec, or does SELinux deny it (ausearch -m avc)?\n";

  private final Path home;
  private Path script;
  private final Path java;
  private final Map<String, String> variables =
      new HashMap<>(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1m", "CLASSPATH", "/elsewhere"));
  private String output = "";

  HandlerScriptTest(@TempDir Path temporary) throws IOException {
    home = temporary.toRealPath().resolve("a package");
    script = Files.createDirectories(home.resolve("bin")).resolve("handler");
    Files.copy(Path.of("src/package/bin/handler"), script);
    for (String name : List.of("runtime", "unable", "crash")) {
      Files.copy(Path.of("src/package/bin", name), home.resolve("bin").resolve(name));
    }
    java = Files.createDirectories(home.resolve(RUNTIME + "/bin")).resolve("java");
  }

  @Test
  void handler_javaWithoutTheExecutableBit_runsItCleanlyAndPassesItsCode() throws Exception {
    Files.writeString(
        java, "#!/bin/sh\necho \"options=$JAVA_TOOL_OPTIONS$CLASSPATH\"\necho \"$@\"\nexit 53\n");

    assertEquals(53, run("enable"));

    assertTrue(output.startsWith("options=\n"), output);
    assertTrue(
        output.endsWith(
            "-Dakvvm.home=%s -cp %s/lib/handler/* dev.akvvm.command.Main enable\n"
                .formatted(home, home)),
        output);
  }

  @Test
  void handler_byALink_findsItsHome() throws Exception {
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    script = Files.createSymbolicLink(home.resolveSibling("akvvm"), script);

    assertEquals(0, run("doctor"));

    assertTrue(output.contains("-Dakvvm.home=" + home + " "), output);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"protectedSettings\": \"MII=\"}",
        "{\"a\": 1, \"protectedSettings\"\n:\t \"MII=\"}"
      })
  void handler_protectedSettings_cryptographyIsOnTheClassPath(String settings) throws Exception {
    assertEquals(home + "/lib/handler/*:" + home + "/lib/cryptography/*", classPathWith(settings));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"publicSettings\": {}}",
        "{\"protectedSettings\": null, \"protectedSettingsCertThumbprint\": \"A1\"}"
      })
  void handler_nothingToDecrypt_classPathIsShort(String settings) throws Exception {
    assertEquals(home + "/lib/handler/*", classPathWith(settings));
  }

  private String classPathWith(String settings) throws IOException, InterruptedException {
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    Path config = Files.createDirectories(home.resolve("config"));
    Files.writeString(config.resolve("3.settings"), "{}");
    Files.writeString(config.resolve("12.settings"), settings);
    assertEquals(0, run("enable"));
    return output.replaceFirst("(?s).* -cp ", "").replace(" dev.akvvm.command.Main enable\n", "");
  }

  @ParameterizedTest
  @CsvSource({"2.4, 2.17", "2.31, 2.31", "2.17, 3.0", "2.17, 2.100"})
  void install_glibcIsNewEnough_javaRuns(String needed, String found) throws Exception {
    Files.writeString(java, "#!/bin/sh\nexit 0\n");
    glibc(needed, "echo glibc " + found);
    assertEquals(0, run("install"), output);
  }

  @ParameterizedTest
  @CsvSource({"2.17, 2.4", "2.100, 2.99", "3.0, 2.41"})
  void install_glibcIsTooOld_51AndALineWithBoth(String needed, String found) throws Exception {
    Files.writeString(java, "#!/bin/sh\nexit 0\n");
    glibc(needed, "echo glibc " + found);
    assertEquals(51, run("install"));
    assertEquals(
        "this system has glibc %s, and this package needs glibc %s or newer\n"
            .formatted(found, needed),
        output);
  }

  @Test
  void install_noGetconf_javaIsTried() throws Exception {
    Files.writeString(java, "#!/bin/sh\nexit 0\n");
    glibc("2.17", "exit 1");
    assertEquals(0, run("install"), output);
  }

  @Test
  void enable_glibcIsTooOld_isNotAskedAgain() throws Exception {
    Files.writeString(java, "#!/bin/sh\nexit 0\n");
    glibc("2.99", "echo glibc 2.31");
    assertEquals(0, run("enable"), output);
  }

  private void glibc(String needed, String getconf) throws IOException {
    Files.writeString(home.resolve(RUNTIME + "/glibc"), needed + "\n");
    program("getconf", getconf);
  }

  /** Puts a program in the place of the system's. */
  private void program(String name, String script) throws IOException {
    Path program = Files.createDirectories(programs()).resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertTrue(program.toFile().setExecutable(true));
  }

  private Path programs() {
    return home.resolve("programs");
  }

  @Test
  void handler_noJava_52AndALineThatNamesIt() throws Exception {
    assertEquals(52, run("install"));

    assertEquals(java + " cannot be executed: " + DENIED, output);
    assertFalse(Files.exists(home.resolve("status")));
  }

  @ParameterizedTest
  @CsvSource({"x86_64, amd64", "aarch64, arm64", "riscv64, riscv64"})
  void handler_severalRuntimes_thatOfTheProcessorRuns(String machine, String processor)
      throws Exception {
    program("uname", "echo " + machine);
    for (String each : List.of("amd64", "arm64", "riscv64")) {
      Path bin = Files.createDirectories(home.resolve("runtime/" + each + "/bin"));
      Files.writeString(bin.resolve("java"), "#!/bin/sh\necho " + each + "\n");
    }
    assertEquals(0, run("enable"));
    assertEquals(processor + "\n", output);
  }

  @Test
  void handler_noRuntimeForTheProcessor_51AndALineThatNamesThose() throws Exception {
    Files.move(home.resolve(RUNTIME), home.resolve("runtime/s390x"));
    Files.createDirectories(home.resolve("runtime/riscv64"));

    assertEquals(51, run("install"));

    assertEquals(
        "this machine is %s, and this package runs on riscv64 s390x only\n"
            .formatted(RUNTIME.replaceFirst(".*/", "")),
        output);
  }

  @ParameterizedTest
  @CsvSource({"enable, 1", "update, 6", "enable, 134"})
  void handler_javaDoesNotStart_52AndAnErrorStatus(String command, int code) throws Exception {
    Files.writeString(java, "#!/bin/sh\necho what Java says >&2\nexit " + code + "\n");
    Path config = Files.createDirectories(home.resolve("config"));
    Files.writeString(config.resolve("12.settings"), "{}");

    assertEquals(52, run(command));

    String reason = "%s ended with exit code %d: is memory short? %s".formatted(java, code, DENIED);
    assertEquals("what Java says\n" + reason, output);
    assertErrorStatus(12, 52, reason.strip());
  }

  @ParameterizedTest
  @CsvSource({"doctor, 1", "enable, 51", "enable, 53", "validate, 2"})
  void handler_javaHasItsSay_itsCodeIsPassedOn(String command, int code) throws Exception {
    Files.writeString(java, "#!/bin/sh\nexit " + code + "\n");
    assertEquals(code, run(command));
    assertEquals("", output);
    assertFalse(Files.exists(home.resolve("status")));
  }

  @ParameterizedTest
  @CsvSource({"install, 126, true", "enable, 126, true", "update, 1, false"})
  void manifest_handlerCannotBeExecuted_52AndAnErrorStatus(
      String command, int code, boolean executable) throws Exception {
    assertTrue(script.toFile().setExecutable(executable, false));
    variables.put("ConfigSequenceNumber", "7");

    assertEquals(52, unable(code, command));

    String reason = script + " cannot be executed: " + DENIED;
    assertEquals(reason, output);
    if (command.equals("install")) {
      assertFalse(Files.exists(home.resolve("status")));
    } else {
      assertErrorStatus(7, 52, reason.strip());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 51, 52, 53, 137})
  void manifest_handlerHadItsSay_itsCodeIsPassedOn(int code) throws Exception {
    assertEquals(code, unable(code, "enable"));
    assertEquals("", output);
    assertFalse(Files.exists(home.resolve("status")));
  }

  @Test
  void unable_reasonThatIsMoreThanText_isPrintableAndItsStatusCanBeRead() throws Exception {
    variables.put("ConfigSequenceNumber", "7");
    // Spelled out by printf: without a locale Java could not hand over U+202E.
    String reason = "/a\\033[2J\\342\\200\\256\\n\"b\"/c\\\\033[2J";
    String unable = "exec sh bin/unable 52 enable \"$(printf '%s')\"".formatted(reason);

    assertEquals(52, run(List.of("sh", "-c", unable)));

    String shown = "/a?[2J????\"b\"/c\\033[2J";
    assertEquals(shown + "\n", output);
    assertErrorStatus(7, 52, shown);
  }

  /** And it is one that the handler itself can read. */
  private void assertErrorStatus(int number, int code, String message) {
    StatusReport report =
        new StatusFile(home.resolve("status"), new SequenceNumber(number)).read().orElseThrow();
    assertEquals(StatusLevel.ERROR, report.level());
    assertEquals(code, report.code());
    assertEquals(message, report.message());
    assertTrue(
        Duration.between(report.appliedAt(), Instant.now()).compareTo(Duration.ofMinutes(1)) < 0);
  }

  /** What the manifest makes the guest agent run after a command that failed. */
  private int unable(int code, String command) throws IOException, InterruptedException {
    return run(List.of("sh", "bin/unable", Integer.toString(code), command));
  }

  private int run(String command) throws IOException, InterruptedException {
    return run(List.of("sh", script.toString(), command));
  }

  private int run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    builder.environment().merge("PATH", programs() + ":", (old, added) -> added + old);
    Process process = builder.start();
    output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return process.exitValue();
  }
}
