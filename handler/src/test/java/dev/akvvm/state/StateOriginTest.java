package dev.akvvm.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.state.MachineIdentity.Sign;
import dev.akvvm.waagent.HandlerEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of state that another machine left. */
final class StateOriginTest {
  private static final MachineIdentity GOLDEN = machine('a', 'b');
  private static final MachineIdentity COPY = machine('c', 'b');
  private static final MachineIdentity NOTHING = new MachineIdentity(Map.of());

  private final StateFolder folder;
  private final Path status;
  private final HandlerEnvironment environment;

  StateOriginTest(@TempDir Path temporary) throws IOException {
    Path root = temporary.toRealPath();
    folder = new StateFolder(Files.createDirectory(root.resolve("akvvm")));
    status = Files.createDirectory(root.resolve("status"));
    Path config = Files.createDirectory(root.resolve("config"));
    environment = new HandlerEnvironment(root.resolve("log"), config, status, root);
  }

  private static MachineIdentity machine(char uuid, char id) {
    return new MachineIdentity(
        Map.of(
            Sign.PRODUCT_UUID, String.valueOf(uuid).repeat(64),
            Sign.MACHINE_ID, String.valueOf(id).repeat(64)));
  }

  @Test
  void read_nothingRecorded_stateIsBelieved() throws IOException {
    StateOrigin origin = origin(COPY);
    assertEquals(Optional.empty(), origin.difference());
    origin.record();
    assertEquals(COPY, origin(COPY).recorded());
  }

  @Test
  void drop_stateOfTheGoldenMachine_nothingOfItIsLeftAndNothingElseIsTouched() throws IOException {
    origin(GOLDEN).record();
    List<String> remembered =
        List.of(
            "pass.properties",
            "links.properties",
            "installed.json",
            "reloads.json",
            "java-error.log",
            "java-error.log.new",
            ".pass.properties.tmp",
            "RENEWED_DOMAINS",
            "AKVVM_LINKS");
    List<String> others = List.of("agent.lock", "command.lock", "README", "Akvvm.X-1.zip");
    for (String name : remembered) {
      Files.createFile(folder.path().resolve(name));
    }
    for (String name : others) {
      Files.createFile(folder.path().resolve(name));
    }
    Files.createDirectory(folder.path().resolve("Akvvm.X-1"));
    Files.createDirectory(folder.forwardedLines());
    for (String name : List.of("000000000000001-0", "receiver.properties", "forward.lock")) {
      Files.createFile(folder.forwardedLines().resolve(name));
    }
    Files.createFile(status.resolve("7.status"));
    Files.createFile(status.resolve("notes"));

    StateOrigin origin = origin(COPY);
    assertEquals(Optional.of("product-uuid"), origin.difference());
    origin.drop(environment);
    origin.record();

    assertEquals(
        List.of(
            "Akvvm.X-1",
            "Akvvm.X-1.zip",
            "README",
            "agent.lock",
            "command.lock",
            "forward",
            "machine.properties"),
        DurableFiles.names(folder.path()).stream().sorted().toList());
    assertEquals(List.of("forward.lock"), DurableFiles.names(folder.forwardedLines()));
    assertEquals(List.of("notes"), DurableFiles.names(status));
    assertEquals(Optional.empty(), origin(COPY).difference());
    assertEquals(COPY, origin(COPY).recorded());
  }

  @Test
  void drop_foldersAreMissing_doesNothing() throws IOException {
    StateFolder missing = new StateFolder(folder.path().resolve("missing"));
    StateOrigin origin = StateOrigin.read(missing, COPY);
    Files.delete(status);
    origin.drop(environment);
    assertFalse(Files.exists(missing.path()));
  }

  @Test
  void record_signIsMissingForATime_staysKnown() throws IOException {
    origin(GOLDEN).record();
    origin(new MachineIdentity(Map.of(Sign.MACHINE_ID, "b".repeat(64)))).record();
    origin(NOTHING).record();
    assertEquals(GOLDEN, origin(GOLDEN).recorded());
  }

  @Test
  void record_nothingNew_isNotWritten() throws IOException {
    origin(GOLDEN).record();
    Object inode = Files.getAttribute(folder.machine(), "unix:ino");
    origin(GOLDEN).record();
    assertEquals(inode, Files.getAttribute(folder.machine(), "unix:ino"));
  }

  @Test
  void areSettingsForeign_guestAgentDeliveredThemToAnotherVm_true() throws IOException {
    origin(GOLDEN).record();
    assertFalse(origin(COPY).areSettingsForeign(environment), "an operator put them there");
    Files.writeString(environment.configFolder().resolve("HandlerState"), "Enabled");
    assertTrue(origin(COPY).areSettingsForeign(environment));
    assertFalse(origin(GOLDEN).areSettingsForeign(environment));
    assertFalse(origin(NOTHING).areSettingsForeign(environment));
    assertFalse(origin(machine('a', 'x')).areSettingsForeign(environment), "the same VM");
  }

  private StateOrigin origin(MachineIdentity here) throws IOException {
    return StateOrigin.read(folder, here);
  }
}
