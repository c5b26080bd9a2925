package dev.akvvm.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Debian with systemd of its own, up in half a second - but for the first one of its kind in a
 * checkout, which downloads Debian for a minute. Its network and names are those of {@link
 * AzureVm}; of this machine's files it sees this module's folder alone, and what it is given. Needs
 * root; see {@code vm/systemd-vm}.
 *
 * <p>{@link #processes} counts the system's own services too.
 */
public final class SystemdVm extends Vm {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A bare machine has no tool for it, and no other authorities. */
  private static final String TRUST =
      """
      command -v update-ca-certificates && exec update-ca-certificates
      mkdir -p /etc/ssl/certs
      cat /usr/local/share/ca-certificates/*.crt >/etc/ssl/certs/ca-certificates.crt
      """;

  private final Keeper keeper;

  private SystemdVm(Keeper keeper) {
    super(Long.parseLong(keeper.said()));
    this.keeper = keeper;
  }

  /**
   * What kind of machine it is.
   *
   * @param suite Debian's name of the release
   * @param bare true for systemd and nothing else: no python, no curl, no openssl, no CA bundle
   * @param disk keeps what the machine writes, so that the next machine with the same disk is this
   *     one after a reboot; empty for a machine that leaves nothing
   * @param readable directories that the machine sees under their own names, unable to change them
   */
  public record Options(String suite, boolean bare, Optional<Path> disk, List<Path> readable) {
    /** Debian 12 with what tests use, leaving nothing. */
    public static Options debian12() {
      return new Options("bookworm", false, Optional.empty(), List.of());
    }

    /** Another release. */
    public Options withSuite(String name) {
      return new Options(name, bare, disk, readable);
    }

    /** With systemd and nothing else. */
    public Options withoutTools() {
      return new Options(suite, true, disk, readable);
    }

    /** With a disk that outlives the machine; the directory is made if it is missing. */
    public Options withDisk(Path directory) {
      return new Options(suite, bare, Optional.of(directory), readable);
    }

    /** With directories that it sees under their own names. */
    public Options withReadable(Path... directories) {
      return new Options(suite, bare, disk, List.of(directories));
    }

    private List<String> arguments() {
      List<String> arguments = new ArrayList<>(List.of("--suite", suite));
      if (bare) {
        arguments.add("--bare");
      }
      disk.ifPresent(directory -> arguments.addAll(List.of("--disk", directory.toString())));
      for (Path directory : readable) {
        arguments.addAll(List.of("--bind", directory.toString()));
      }
      arguments.add(Fixtures.file("target/debian/" + suite + (bare ? "-bare" : "")).toString());
      return arguments;
    }
  }

  /**
   * Boots a machine.
   *
   * @throws IllegalStateException if this machine cannot have one; the message says what to do
   */
  public static SystemdVm start(Options options) {
    List<String> command = new ArrayList<>();
    command.add(Fixtures.file("vm/systemd-vm").toString());
    command.addAll(options.arguments());
    return new SystemdVm(Keeper.start(command));
  }

  @Override
  public void trust(Path caPem) {
    try {
      // The tool takes files of that ending only.
      Path authorities = path("/usr/local/share/ca-certificates");
      Files.createDirectories(authorities);
      // A disk that was kept may have one of that name.
      Files.copy(
          caPem,
          authorities.resolve(caPem.getFileName() + ".crt"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    exec(SOON, "sh", "-c", TRUST).output();
  }

  @Override
  public void close() {
    keeper.close();
  }
}
