package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's command: whose it is, and where it may lie. */
final class CommandFileTest {
  private final Path temporary;
  private final Path first;
  private final Path second;
  private final Path home;

  CommandFileTest(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    first = Files.createDirectory(temporary.resolve("first"));
    second = Files.createDirectory(temporary.resolve("second"));
    home = unpacked("Akvvm.KeyVaultForLinux-1.3.0");
  }

  @Test
  void place_nothingThere_startsTheProgram() throws IOException {
    assertEquals("the command akvvm is " + link(), command().place());

    assertIsOf(home, link());
    assertFalse(Files.exists(second.resolve("akvvm"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void place_linkOfAnotherVersion_isReplaced() throws IOException {
    Files.createSymbolicLink(link(), program(unpacked("Akvvm.KeyVaultForLinux-1.2.3")));

    command().place();

    assertIsOf(home, link());
  }

  @Test
  void place_danglingLink_isReplaced() throws IOException {
    Files.createSymbolicLink(link(), Path.of("/nowhere/akvvm"));

    command().place();

    assertIsOf(home, link());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "../tools/bin/handler", "../Contoso.Other-1.0/bin/handler"})
  void place_somebodyElsesLink_staysAndIsNoted(String target) throws IOException {
    unpacked("tools");
    unpacked("Contoso.Other-1.0");
    Files.createSymbolicLink(link(), Path.of(target));

    assertEquals(
        "note: no command akvvm: %s is not this extension's and stays; use %s"
            .formatted(link(), program(home)),
        command().place());

    assertEquals(Path.of(target), Files.readSymbolicLink(link()));
    assertFalse(Files.exists(second.resolve("akvvm"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void place_somebodyElsesFile_staysAndIsNoted() throws IOException {
    Files.writeString(link(), "theirs");

    assertTrue(command().place().startsWith("note: no command akvvm: " + link()));

    assertEquals("theirs", Files.readString(link()));
  }

  @Test
  void place_firstFolderIsMissing_takesTheSecond() throws IOException {
    Files.delete(first);

    assertEquals("the command akvvm is " + second.resolve("akvvm"), command().place());

    assertIsOf(home, second.resolve("akvvm"));
  }

  @Test
  void place_noFolder_isNoted() throws IOException {
    Files.delete(first);
    Files.delete(second);

    assertEquals(
        "note: no command akvvm: there is no %s; use %s".formatted(first, program(home)),
        command().place());
  }

  @Test
  void place_scriptOfAnotherVersion_isReplaced() throws IOException {
    new CommandFile(unpacked("Akvvm.KeyVaultForLinux-1.2.3"), List.of(first)).place();

    command().place();

    assertIsOf(home, link());
  }

  @Test
  void place_scriptOfAnotherExtension_stays() throws IOException {
    Path other = unpacked("Contoso.Other-1.0");
    new CommandFile(other, List.of(first)).place();

    command().place();

    assertIsOf(other, link());
  }

  @Test
  void place_homeWithQuotes_startsItsProgram() throws Exception {
    Path odd = unpacked("it's $HOME.KeyVaultForLinux-1.3.0");
    new CommandFile(odd, List.of(first)).place();

    assertEquals(
        "handler of it's $HOME.KeyVaultForLinux-1.3.0: status --json", run("status", "--json"));
    new CommandFile(odd, List.of(first)).remove();
    assertFalse(Files.exists(link()));
  }

  private String run(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(link().toString()));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), UTF_8).strip();
    }
  }

  private static void assertIsOf(Path home, Path file) throws IOException {
    assertTrue(Files.readString(file).contains("home='" + home + "'"), Files.readString(file));
    assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void remove_ownScript_isGone() throws IOException {
    command().place();

    command().remove();

    assertFalse(Files.exists(link()));
  }

  @Test
  void remove_ownLink_isGoneWhereverItIs() throws IOException {
    Files.createSymbolicLink(second.resolve("akvvm"), program(home));

    command().remove();

    assertFalse(Files.exists(second.resolve("akvvm"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void remove_linkOfAnotherVersion_stays() throws IOException {
    Path other = program(unpacked("Akvvm.KeyVaultForLinux-1.2.3"));
    Files.createSymbolicLink(link(), other);

    command().remove();

    assertEquals(other, Files.readSymbolicLink(link()));
  }

  @Test
  void remove_somebodyElsesFile_stays() throws IOException {
    Files.writeString(link(), "theirs");

    command().remove();

    assertEquals("theirs", Files.readString(link()));
  }

  private CommandFile command() {
    return new CommandFile(home, List.of(first, second));
  }

  private Path link() {
    return first.resolve("akvvm");
  }

  private static Path program(Path folder) {
    return folder.resolve("bin/handler");
  }

  private Path unpacked(String name) throws IOException {
    Path folder = temporary.resolve(name);
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(
        program(folder),
        "#!/bin/sh\necho \"handler of $(basename \"$(dirname \"$(dirname \"$0\")\")\"): $*\"\n");
    Files.setPosixFilePermissions(program(folder), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(Path.of("src/package/bin/akvvm"), folder.resolve("bin/akvvm"));
    return folder;
  }
}
