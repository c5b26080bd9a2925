package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** install, disable, update, uninstall, and no command at all. */
final class OtherCommandsTest {
  private final Waagent waagent;

  OtherCommandsTest(@TempDir Path folder) throws IOException {
    waagent = new Waagent(folder);
  }

  @AfterEach
  void endAgents() {
    waagent.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "uninstall"})
  void stopping_twice_isASuccessAndFilesStay(String command) throws Exception {
    waagent.settings(5).run("enable");
    Path certificate = Files.writeString(waagent.store().resolve("con.web"), "key");
    long pid = waagent.pid();

    assertEquals(0, waagent.run(command), waagent::said);

    assertTrue(waagent.agent().isEmpty());
    assertFalse(Waagent.lives(pid));
    assertEquals(0, waagent.run(command), waagent::said);
    assertEquals("key", Files.readString(certificate));
    assertTrue(Files.exists(waagent.statusFile(5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "uninstall"})
  void stopping_numberWithoutSettingsAndNoEnvironment_isASuccess(String command)
      throws IOException {
    waagent.variables().put("ConfigSequenceNumber", "99");
    Files.delete(waagent.home().resolve("HandlerEnvironment.json"));

    assertEquals(0, waagent.run(command), waagent::said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "uninstall"})
  @Tag("slow")
  void stopping_agentIgnoresTerm_isKilled(String command) throws Exception {
    waagent.launcherThatIgnoresTerm();
    waagent.settings(5).run("enable");

    assertEquals(0, waagent.run(command), waagent::said);

    assertTrue(waagent.agent().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "uninstall"})
  void stopping_noCommandLockToBeHad_stopsAllTheSame(String command) throws Exception {
    waagent.settings(5).run("enable");
    Files.delete(waagent.state().commandLock());
    Files.createDirectory(waagent.state().commandLock());

    assertEquals(0, waagent.run(command), waagent::said);

    assertTrue(waagent.agent().isEmpty());
    Files.delete(waagent.state().commandLock());
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "uninstall"})
  void stopping_fileInPlaceOfTheStateFolder_isASuccess(String command) throws Exception {
    Files.writeString(waagent.state().path(), "");

    assertEquals(0, waagent.run(command), waagent::said);

    Files.delete(waagent.state().path());
  }

  @Test
  void uninstall_packageWasReplaced_itsOldAgentIsStopped() throws Exception {
    waagent.settings(5).run("enable");
    long pid = waagent.pid();
    waagent.unpackAnew();

    assertEquals(0, waagent.run("uninstall"), waagent::said);

    assertFalse(Waagent.lives(pid));
  }

  @Test
  void uninstall_agentOfAnotherFolder_isLeftAlone() throws Exception {
    Path old = waagent.home();
    waagent.unpack("1.2.4");
    waagent.settings(5).run("enable");
    long pid = waagent.pid();
    waagent.use(old);

    assertEquals(0, waagent.run("uninstall"), waagent::said);

    assertEquals(pid, waagent.pid());
  }

  @Test
  void disable_lockFileOfGarbageHeldByNobody_isASuccess() throws Exception {
    waagent.state().create();
    Files.write(waagent.state().agentLock(), new byte[] {(byte) 0xff, 0, (byte) 0xfe});

    assertEquals(0, waagent.run("disable"), waagent::said);
  }

  @Test
  void install_completePackage_createsTheStateFolder() {
    assertEquals(0, waagent.run("install"), waagent::said);

    assertTrue(Files.isDirectory(waagent.state().path()));
  }

  @Test
  void installAndUninstall_upgrade_commandLeadsToTheVersionThatIsThere() throws Exception {
    Path old = waagent.home();
    Path command = waagent.commandFolder().resolve("akvvm");
    assertEquals(0, waagent.run("install"), waagent::said);
    assertIsOf(old, command);
    Files.writeString(old.resolve("bin/handler"), "");

    Path home = waagent.unpack("1.2.4");
    assertEquals(0, waagent.run("update"), waagent::said);
    waagent.use(old);
    assertEquals(0, waagent.run("uninstall"), waagent::said);
    assertFalse(Files.exists(command));
    waagent.use(home);
    assertEquals(0, waagent.run("install"), waagent::said);
    waagent.use(old);
    assertEquals(0, waagent.run("uninstall"), waagent::said);

    assertIsOf(home, command);
  }

  private static void assertIsOf(Path home, Path command) throws IOException {
    assertTrue(Files.readString(command).contains("\nhome='" + home + "'\n"));
  }

  @Test
  void install_commandsNameIsTaken_isNoFailure() throws IOException {
    Path command = Files.writeString(waagent.commandFolder().resolve("akvvm"), "theirs");

    assertEquals(0, waagent.run("install"), waagent::said);

    assertEquals("theirs", Files.readString(command));
  }

  @Test
  void install_flockMissing_52SaysWhatToInstall() {
    waagent.variables().put("PATH", waagent.home().toString());

    assertEquals(52, waagent.run("install"));

    assertEquals(
        "the program flock is not on the PATH; install the package util-linux\n", waagent.said());
  }

  @Test
  void install_launcherMissing_52() throws IOException {
    Path launcher = waagent.home().resolve("bin/akvvm_service");
    Files.delete(launcher);

    assertEquals(52, waagent.run("install"));

    assertEquals(launcher + ": missing; the package is incomplete\n", waagent.said());
  }

  @Test
  void install_fileInPlaceOfTheStateFolder_52() throws IOException {
    Files.writeString(waagent.state().path(), "");

    assertEquals(52, waagent.run("install"));

    assertEquals(
        "cannot create the state folder: " + waagent.state().path() + ": not a directory\n",
        waagent.said());
    Files.delete(waagent.state().path());
  }

  @Test
  void update_asInADowngrade_touchesNothing() throws Exception {
    waagent.settings(5).run("enable");
    long pid = waagent.pid();
    waagent.variables().put("AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE", "None");

    assertEquals(0, waagent.run("update"), waagent::said);

    assertEquals(pid, waagent.pid());
  }

  @Test
  void doctor_standardInput_53SaysWhatToDo() {
    assertEquals(53, waagent.run("doctor", "-"));

    assertEquals(
        "doctor does not read standard input: save the settings and name the file\n",
        waagent.said());
  }

  @Test
  void commandLine_noSuchOption_53WithTheCommandsHelp() {
    assertEquals(53, waagent.run("status", "--jsno"));

    assertEquals(
        "Unknown option: '--jsno'; did you mean --json?; see akvvm status --help\n",
        waagent.said());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no command given",
        "zzz | Unmatched argument at index 0: 'zzz'",
        "statsu | Unmatched argument at index 0: 'statsu'; did you mean status?"
      })
  void commandLine_noSuchCommand_53WithTheCommandsThereAre(String arguments, String problem) {
    int code = arguments.isEmpty() ? waagent.run() : waagent.run(arguments);

    assertEquals(53, code);
    assertEquals(
        problem
            + "; commands: help, version, status, doctor, validate, reload, generalize, install,"
            + " enable, disable, update, uninstall\n",
        waagent.said());
  }
}
