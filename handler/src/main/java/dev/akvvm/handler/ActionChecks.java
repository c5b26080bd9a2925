package dev.akvvm.handler;

import dev.akvvm.parser.Problem;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether what is to be done after renewals is there on this machine, which need not be the one the
 * settings are for.
 *
 * @param isUnit whether a unit exists; true where nobody can tell
 * @param searchPath where programs are found that are named without a path
 */
record ActionChecks(Predicate<String> isUnit, String searchPath) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  static ActionChecks ofMachine() {
    return new ActionChecks(
        Systemd.runsHere() ? ActionChecks::isKnownToSystemd : _ -> true, USUAL_PATH);
  }

  /** A warning for each program and unit that is missing. */
  List<Problem> of(ExtensionSettings settings) {
    Set<String> missing = new LinkedHashSet<>();
    settings.certificates().forEach(each -> missing.addAll(missing(each.onRenewal())));
    return missing.stream()
        .map(text -> new Problem("", Problem.Severity.WARNING, "onRenewal: " + text))
        .toList();
  }

  private List<String> missing(OnRenewal wanted) {
    List<String> missing = new ArrayList<>();
    List<String> units = new ArrayList<>(wanted.reload());
    units.addAll(wanted.restart());
    for (String unit : units) {
      if (!isUnit.test(unit)) {
        missing.add("the unit " + unit + " does not exist on this machine");
      }
    }
    for (List<String> command : List.of(wanted.run(), wanted.check())) {
      if (!command.isEmpty() && !isProgram(command.getFirst())) {
        missing.add(command.getFirst() + " is no program of this machine");
      }
    }
    return missing;
  }

  private boolean isProgram(String program) {
    return program.startsWith("/")
        ? Files.isRegularFile(Path.of(program)) && Files.isExecutable(Path.of(program))
        : Programs.isInstalled(program, searchPath);
  }

  private static boolean isKnownToSystemd(String unit) {
    try {
      return Programs.run(LIMIT, "systemctl", "cat", "--", unit).succeeded();
    } catch (CommandFailedException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
