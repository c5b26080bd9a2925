package dev.akvvm.packaged;

import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code scripts/native-packages} makes of a zip, and what dpkg and rpm do with it. */
record NativePackages(Path deb, Path rpm) {
  private static final Path SCRIPT =
      Path.of("../scripts/native-packages").toAbsolutePath().normalize();
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String DEB = "/run/akvvm.deb";

  /** Runs it with this machine's programs. */
  static NativePackages of(Machine machine, Path zip, Path folder) {
    List<String> made =
        machine
            .vm()
            .execBeside(LONG, SCRIPT.toString(), zip.toString(), folder.toString())
            .output()
            .lines()
            .toList();
    return new NativePackages(Path.of(made.getFirst()), Path.of(made.getLast()));
  }

  /** {@code dpkg --install} in the machine, as {@code apt-get install ./akvvm.deb} has it run. */
  Execution dpkg(Machine machine) {
    try {
      Path inside = machine.vm().path(DEB);
      Files.deleteIfExists(inside);
      Files.copy(deb, inside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return dpkg(machine, "--install", DEB);
  }

  static Execution dpkg(Machine machine, String... arguments) {
    List<String> line = new ArrayList<>(List.of("dpkg"));
    line.addAll(List.of(arguments));
    return machine.vm().exec(LONG, line.toArray(String[]::new));
  }

  /** What an operator runs when the settings are there. */
  static String load(Machine machine) {
    return machine.vm().exec(LONG, "akvvm-side-load", "--packaged").output();
  }

  /**
   * This machine's rpm with the other one's files, whose programs run there. What those are is not
   * in rpm's database, which is of this machine: sqlite takes the way out of the other one's root.
   *
   * @param database a folder of this machine
   */
  static Execution rpm(Machine machine, Path database, String... arguments) {
    List<String> line = new ArrayList<>(List.of("rpm", "--root", machine.vm().path("/") + ""));
    line.addAll(List.of("--dbpath", database.toString()));
    line.addAll(List.of(arguments));
    return machine.vm().execBeside(LONG, line.toArray(String[]::new));
  }
}
