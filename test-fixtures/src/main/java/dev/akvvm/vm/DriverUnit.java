package dev.akvvm.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** The driver as a service of the machine's systemd, reached through two named pipes. */
final class DriverUnit extends Driver {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String UNIT = "walinuxagent.service";
  private static final String FOLDER = "/run/" + UNIT;

  private static final String PIPES =
      """
      mkdir -p "$1" && cd "$1" && rm -f commands answers && mkfifo commands answers \
        && systemctl daemon-reload && systemctl restart "$2"
      """;

  private final Vm vm;

  private DriverUnit(Vm vm) throws IOException {
    super(
        Files.newBufferedWriter(vm.path(FOLDER + "/commands")),
        Files.newBufferedReader(vm.path(FOLDER + "/answers")));
    this.vm = vm;
  }

  /** Starts the service; one that runs is stopped before. */
  static DriverUnit restart(Vm vm, List<String> command) {
    try {
      Files.writeString(vm.path("/etc/systemd/system/" + UNIT), text(command));
      vm.exec(SOON, "sh", "-c", PIPES, "-", FOLDER, UNIT).output();
      return new DriverUnit(vm);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As distributions write it: without KillMode, so that its control group ends with it. */
  private static String text(List<String> command) {
    return """
    [Service]
    ExecStart=/bin/sh -c 'exec %s <commands >answers 2>>stderr'
    WorkingDirectory=%s
    Environment=LANG=C.UTF-8
    """
        .formatted(String.join(" ", command), FOLDER);
  }

  @Override
  String errors() {
    return vm.exec(SOON, "sh", "-c", "cat " + FOLDER + "/stderr; systemctl status " + UNIT)
        .stdout();
  }

  @Override
  public void close() {
    hangUp();
    vm.exec(SOON, "systemctl", "stop", UNIT).output();
  }
}
