package dev.akvvm.packaged;

import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What Azure's manager of VM Applications does on a machine: it brings both files into a folder,
 * and runs each command in it by /bin/sh.
 */
record VmApplication(Machine machine) {
  private static final Path FILES = Path.of("../docs/deploy/vm-application").toAbsolutePath();
  private static final Duration LONG = Duration.ofMinutes(3);

  /** Makes the package, and puts its files where Azure would; gives the folder. */
  String downloaded(String version, Path settings) {
    String folder =
        "/var/lib/waagent/Microsoft.CPlat.Core.VMApplicationManagerLinux/akvvm/" + version;
    made(settings, folder).output();
    return folder;
  }

  /** Runs {@code make} with this machine's programs. */
  Execution made(Path settings, String folder) {
    return machine
        .vm()
        .execBeside(
            LONG,
            "sh",
            FILES + "/make",
            PackageFolder.zip().toString(),
            settings.toString(),
            machine.vm().path(folder).toString());
  }

  /** Runs the command of this name in a folder. */
  Execution applied(String folder, String command) throws IOException {
    String line = Files.readString(FILES.resolve(command + ".txt"));
    return machine.vm().exec(LONG, "env", "--chdir=" + folder, "/bin/sh", "-c", line);
  }
}
