package dev.akvvm.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A machine in namespaces of its own, on this one. Whoever starts one closes it; nothing that ran
 * in it survives that, nor the end of this JVM.
 *
 * <p>Commands come in from outside, with the environment of a service: of this JVM's environment
 * they get nothing.
 */
public abstract sealed class Vm implements AutoCloseable permits AzureVm, SystemdVm {
  private final long init;

  Vm(long init) {
    this.init = init;
  }

  /** The process id of the machine's init, as this machine counts. */
  public final long init() {
    return init;
  }

  /**
   * Runs a command to its end. Processes that it leaves behind do not delay that.
   *
   * @throws IllegalStateException if it takes longer than {@code timeout}; it is killed then
   */
  public final Execution exec(Duration timeout, String... command) {
    return Commands.run(timeout, entering(List.of(command)));
  }

  /** Starts a command that stays, such as a server. Its output is appended to {@code log}. */
  public final VmService start(List<String> command, Path log) {
    return VmService.start(entering(command), log);
  }

  /**
   * Runs a command of this machine to its end, with this machine's files but the VM's network: for
   * what the VM need not have.
   *
   * @throws IllegalStateException if it takes longer than {@code timeout}; it is killed then
   */
  public final Execution execBeside(Duration timeout, String... command) {
    return Commands.run(timeout, entering("--beside", List.of(command)));
  }

  /**
   * Starts a command that stays, as {@link #execBeside} does; it ends with the VM at the latest.
   */
  public final VmService startBeside(List<String> command, Path log) {
    return VmService.start(entering("--beside", command), log);
  }

  /**
   * A file of the machine, for this JVM to read and write. A symbolic link with an absolute target
   * leads out of the machine: resolve it by {@link #exec}.
   */
  public final Path path(String absolute) {
    if (!absolute.startsWith("/")) {
      throw new IllegalArgumentException("Not an absolute path: " + absolute);
    }
    return Path.of("/proc/" + init + "/root" + absolute);
  }

  /**
   * Everything that lives in the machine of its own: not its init, and not what came in from
   * outside, by {@link #exec}, {@link #start}, what is like them, or {@link Waagent}. A zombie
   * counts as living.
   */
  public final List<VmProcess> processes() {
    try (Stream<Path> entries = Files.list(path("/proc"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .flatMap(entry -> VmProcess.read(entry).stream())
          .filter(process -> process.parent() != 0)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the machine's system trust a certification authority, given in PEM, from now on. */
  public abstract void trust(Path caPem);

  /** Ends the machine and everything in it. */
  @Override
  public abstract void close();

  /** The command line that runs {@code command} in the machine. */
  final List<String> entering(List<String> command) {
    return entering("", command);
  }

  private List<String> entering(String option, List<String> command) {
    List<String> line = new ArrayList<>();
    line.add(Fixtures.file("vm/enter").toString());
    if (!option.isEmpty()) {
      line.add(option);
    }
    line.add(Long.toString(init));
    line.addAll(command);
    return List.copyOf(line);
  }

  /**
   * Copies a file of this machine into the VM, whatever the VM sees of this machine, and tells its
   * path there.
   */
  final String bringIn(Path file, String directory) {
    String name = directory + "/" + file.getFileName();
    try {
      Files.createDirectories(path(directory));
      Files.write(path(name), Files.readAllBytes(file));
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
