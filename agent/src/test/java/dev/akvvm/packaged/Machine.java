package dev.akvvm.packaged;

import dev.akvvm.vm.AzureVm;
import dev.akvvm.vm.Execution;
import dev.akvvm.vm.SystemdVm;
import dev.akvvm.vm.Vm;
import dev.akvvm.vm.VmProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A VM with the emulator in the place of Azure, and what of the package runs in it. */
final class Machine implements AutoCloseable {
  /** Longer than anything here takes, also on a busy machine; the agent waits for 30 s itself. */
  static final Duration SOON = Duration.ofSeconds(45);

  private final Vm vm;
  private @Nullable Emulator azure;

  private Machine(Vm vm) {
    this.vm = vm;
  }

  static Machine start() {
    return new Machine(AzureVm.start());
  }

  /** Closes the VM too. */
  static Machine of(Vm vm) {
    return new Machine(vm);
  }

  /** With one more name of Azure's that leads to the emulator. */
  static Machine startWithHost(String name) {
    return new Machine(AzureVm.start(AzureVm.Options.none().withHost(name)));
  }

  static Machine startWithSystemd() {
    return startWithSystemd(SystemdVm.Options.debian12());
  }

  static Machine startWithSystemd(SystemdVm.Options options) {
    return new Machine(SystemdVm.start(options));
  }

  Vm vm() {
    return vm;
  }

  /** Azure, from the first call on; the machine trusts its vaults. */
  Emulator azure() {
    if (azure == null) {
      azure = Emulator.start(vm);
    }
    return azure;
  }

  Execution run(String... command) {
    return vm.exec(Duration.ofSeconds(60), command);
  }

  /** Runs a command that must not fail, and gives what it printed. */
  String output(String... command) {
    return run(command).output();
  }

  /** The text of a file; empty if there is none. */
  String read(String file) {
    try {
      Path path = vm.path(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Path path = vm.path(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The launcher that runs on its own, if one does. */
  Optional<VmProcess> launcher() {
    List<VmProcess> found =
        vm.processes().stream()
            .filter(process -> process.parent() == 1)
            .filter(process -> process.commandLine().contains("/bin/akvvm_service"))
            .toList();
    if (found.size() > 1) {
      throw new AssertionError("more than one launcher: " + found);
    }
    return found.stream().findFirst();
  }

  /** The processes in which Java works. */
  List<VmProcess> javas() {
    return vm.processes().stream()
        .filter(process -> process.commandLine().contains("dev.akvvm.agent.Main"))
        .toList();
  }

  void kill(String signal, VmProcess process) {
    output("kill", "-" + signal, Long.toString(process.pid()));
  }

  /** Kills all of a service at once; systemctl complains of whoever ends while it looks. */
  void killService(String unit) {
    run("systemctl", "kill", "--signal=KILL", unit);
  }

  /** For conditions that come true by themselves; a failure tells how the machine stands. */
  Await await() {
    return new Await(this::describe);
  }

  private String describe() {
    return output(
        "sh",
        "-c",
        "ps -eo pid,ppid,etimes,args | cut -c1-180; ls -lR /var/lib/waagent/*KeyVault.Store; tail"
            + " -n 40 /var/lib/waagent/*/status/*.status /var/lib/akvvm/* /var/log/azure/*/* 2>&1;"
            + " true");
  }

  @Override
  public void close() {
    if (azure != null) {
      azure.close();
    }
    vm.close();
  }
}
