package dev.akvvm.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.StatusFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose state is on disk. A machine made from another's image has that one's state, and believes
 * none of it: what was pending there, when polls were due, what was installed or reported.
 * Certificates stay, and are compared with their vaults.
 *
 * @param folder the state
 * @param here this machine
 * @param recorded the machine that the state was last used on; has no signs where none is recorded
 */
public record StateOrigin(StateFolder folder, MachineIdentity here, MachineIdentity recorded) {
  private static final int MAX_BYTES = 4096;

  /** Looks; changes nothing. */
  public static StateOrigin read(StateFolder folder) throws IOException {
    return read(folder, MachineIdentity.ofMachine());
  }

  static StateOrigin read(StateFolder folder, MachineIdentity here) throws IOException {
    String text;
    try {
      text = new String(DurableFiles.read(folder.machine(), MAX_BYTES), UTF_8);
    } catch (NoSuchFileException e) {
      // The first start, or one after an older version, which recorded nothing.
      text = "";
    }
    return new StateOrigin(folder, here, MachineIdentity.parse(text));
  }

  /** By what another machine is told, whose state this is; empty if it is this machine's own. */
  public Optional<String> difference() {
    List<MachineIdentity.Sign> differences = here.differences(recorded);
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            differences.stream()
                .map(MachineIdentity.Sign::toString)
                .collect(Collectors.joining(" and ")));
  }

  /** What to say once it has been dropped. */
  public String dropped() {
    return "removed what another machine left in %s (known by its %s); certificates stay, and are"
            .formatted(folder.path(), difference().orElseThrow())
        + " compared with their vaults";
  }

  /**
   * Whether the settings on disk were delivered to another machine too. The guest agent delivers
   * this machine's own before it runs {@code enable}; until then there is nothing to do. Settings
   * that an operator put there are meant for every machine of the image.
   *
   * @throws IOException when the settings' folder cannot be examined
   */
  public boolean areSettingsForeign(HandlerEnvironment environment) throws IOException {
    return here.isOtherThan(recorded) && environment.isManaged();
  }

  /**
   * Removes what is another machine's, the statuses that it reported too; locks stay, because they
   * say nothing about the past. What tells whose it is goes last, in case this is interrupted.
   *
   * @throws IOException when something cannot be removed
   */
  public void drop(HandlerEnvironment environment) throws IOException {
    for (Path file : StatusFile.all(environment)) {
      DurableFiles.delete(file);
    }
    for (Path file : folder.remembered()) {
      DurableFiles.delete(file);
    }
    DurableFiles.delete(folder.machine());
  }

  /**
   * Notes that the state is this machine's, with each sign it is or was told by. Writes nothing
   * where that is noted already.
   *
   * @throws IOException when it cannot be noted; what is on disk then counts as this machine's
   */
  public void record() throws IOException {
    MachineIdentity known = difference().isPresent() ? here : here.with(recorded);
    if (!known.equals(recorded)) {
      DurableFiles.replace(folder.machine(), known.text().getBytes(UTF_8), Modes.PRIVATE_FILE);
    }
  }
}
