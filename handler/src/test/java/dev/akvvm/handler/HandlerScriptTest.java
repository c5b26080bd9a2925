package dev.akvvm.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/handler}, with a program in place of the packaged Java. */
final class HandlerScriptTest {
  private final Path home;
  private Path script;
  private final Path java;
  private String output = "";

  HandlerScriptTest(@TempDir Path temporary) throws IOException {
    home = temporary.toRealPath().resolve("a package");
    script = Files.createDirectories(home.resolve("bin")).resolve("handler");
    Files.copy(Path.of("src/package/bin/handler"), script);
    java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
  }

  @Test
  void handler_javaWithoutTheExecutableBit_runsItCleanlyAndPassesItsCode() throws Exception {
    Files.writeString(
        java, "#!/bin/sh\necho \"options=$JAVA_TOOL_OPTIONS$CLASSPATH\"\necho \"$@\"\nexit 53\n");

    assertEquals(53, run("enable"));

    assertTrue(output.startsWith("options=\n"), output);
    assertTrue(
        output.endsWith(
            "-Dakvvm.home=%s -cp %s/lib/handler/* dev.akvvm.handler.Main enable\n"
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
    return output.replaceFirst("(?s).* -cp ", "").replace(" dev.akvvm.handler.Main enable\n", "");
  }

  @Test
  void handler_noJava_52AndALineThatNamesIt() throws Exception {
    assertEquals(52, run("install"));

    assertTrue(
        output.contains(
            java + " cannot be run; is " + home + " on a file system mounted noexec?\n"),
        output);
  }

  private int run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", script.toString(), command).redirectErrorStream(true);
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx1m");
    builder.environment().put("CLASSPATH", "/elsewhere");
    Process process = builder.start();
    output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return process.exitValue();
  }
}
