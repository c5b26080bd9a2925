package dev.akvvm.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Debian 12 with systemd of its own, up in half a second - but for the first one in a checkout,
 * which downloads Debian for a minute. Its network and names are those of {@link AzureVm}; of this
 * machine's files it sees this module's folder alone, and what it is given. Needs root; see {@code
 * vm/systemd-vm}.
 *
 * <p>{@link #processes} counts the system's own services too.
 */
public final class SystemdVm extends Vm {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Keeper keeper;

  private SystemdVm(Keeper keeper) {
    super(Long.parseLong(keeper.said()));
    this.keeper = keeper;
  }

  /**
   * Boots a machine.
   *
   * @param readable directories that the machine sees under their own names, unable to change them
   * @throws IllegalStateException if this machine cannot have one; the message says what to do
   */
  public static SystemdVm start(Path... readable) {
    List<String> command = new ArrayList<>();
    command.add(Fixtures.file("vm/systemd-vm").toString());
    for (Path directory : readable) {
      command.addAll(List.of("--bind", directory.toString()));
    }
    command.add(Fixtures.file("target/debian").toString());
    return new SystemdVm(Keeper.start(command));
  }

  @Override
  public void trust(Path caPem) {
    try {
      // The tool takes files of that ending only.
      Files.copy(caPem, path("/usr/local/share/ca-certificates/" + caPem.getFileName() + ".crt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    exec(SOON, "update-ca-certificates").output();
  }

  @Override
  public void close() {
    keeper.close();
  }
}
