package dev.akvvm.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine without systemd, up in a tenth of a second. Its only network is {@code lo}, with
 * 169.254.169.254; the vaults' names lead to 127.0.0.1; of this machine it sees all files, but what
 * it writes to /etc, /var, /opt, /usr/local and /run is its own, /var/lib/waagent, /var/log/azure
 * and /var/lib/akvvm start empty, and an extension that is installed on this machine does not show.
 * Needs root; see {@code vm/azure-vm}.
 */
public final class AzureVm extends Vm {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration DOWNLOAD = Duration.ofMinutes(10);

  private final Keeper keeper;

  private AzureVm(Keeper keeper, long init) {
    super(init);
    this.keeper = keeper;
  }

  /**
   * What a machine may have beside the usual.
   *
   * @param root where /var/lib/waagent, /var/log/azure and /var/lib/akvvm are kept when the machine
   *     is gone
   * @param hosts further names that lead to 127.0.0.1
   * @param host a shell script that changes what the machine sees as this machine, by mounts in a
   *     namespace of theirs; empty for nothing
   */
  public record Options(Optional<Path> root, List<String> hosts, String host) {
    public Options {
      hosts = List.copyOf(hosts);
    }

    /** The usual. */
    public static Options none() {
      return new Options(Optional.empty(), List.of(), "");
    }

    /** With its state kept in {@code directory}. */
    public Options withRoot(Path directory) {
      return new Options(Optional.of(directory), hosts, host);
    }

    /** With one more name for 127.0.0.1. */
    public Options withHost(String name) {
      return new Options(root, Stream.concat(hosts.stream(), Stream.of(name)).toList(), host);
    }

    /** On another host: this one, changed by a script. */
    public Options onHost(String script) {
      return new Options(root, hosts, script);
    }
  }

  /** Starts the usual machine. */
  public static AzureVm start() {
    return start(Options.none());
  }

  /**
   * Starts a machine.
   *
   * @throws IllegalStateException if this machine cannot have one; the message says what to do
   */
  public static AzureVm start(Options options) {
    List<String> command = new ArrayList<>();
    if (!options.host().isEmpty()) {
      String script = options.host() + "\nexec \"$@\"";
      command.addAll(List.of("unshare", "--mount", "sh", "-ec", script, "-"));
    }
    command.add(Fixtures.file("vm/azure-vm").toString());
    options.root().ifPresent(root -> command.addAll(List.of("--root", root.toString())));
    options.hosts().forEach(host -> command.addAll(List.of("--host", host)));
    command.add("--stay");
    Keeper keeper = Keeper.start(command);
    // unshare, which waits for its only child: the machine's init.
    long init = keeper.process().children().findFirst().orElseThrow().pid();
    return new AzureVm(keeper, init);
  }

  /**
   * Runs a command of a Debian for arm64 to its end, emulated and slowly, which sees this machine's
   * /var/lib/waagent, /var/log/azure and /var/lib/akvvm, and its network. The first use in a
   * checkout downloads it. What it leaves behind goes on running, emulated too.
   *
   * @throws IllegalStateException if that is impossible here, or it takes longer than {@code
   *     timeout}; it is killed then
   */
  public Execution execArm64(Duration timeout, String... command) {
    String script = Fixtures.file("vm/arm64").toString();
    String root = Fixtures.file("target/debian/trixie-arm64").toString();
    Commands.run(DOWNLOAD, List.of(script, "root", root)).output();
    List<String> line = new ArrayList<>(List.of(script, "run", root));
    line.addAll(List.of(command));
    return exec(timeout, line.toArray(String[]::new));
  }

  @Override
  public void trust(Path caPem) {
    String inside = bringIn(caPem, "/run/trusted");
    exec(SOON, Fixtures.file("vm/azure-vm").toString(), "trust", inside).output();
  }

  @Override
  public void close() {
    keeper.close();
  }
}
