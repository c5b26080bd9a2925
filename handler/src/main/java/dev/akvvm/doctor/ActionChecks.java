package dev.akvvm.doctor;

import dev.akvvm.parser.Problem;
import dev.akvvm.process.InitSystem;
import dev.akvvm.process.ProgramFailedException;
import dev.akvvm.process.SystemCommands;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.state.RenewalHooks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether the actions after renewals would work on this machine, which need not be the one the
 * settings are for.
 */
public final class ActionChecks {
  private static final String STEP = "actions";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Predicate<String> isUnit;
  private final RunCheck programs;
  private final RenewalHooks hooks;

  /**
   * Checks with these means.
   *
   * @param isUnit whether a unit exists; true where that cannot be determined
   * @param programs whether programs would be run
   * @param hooks what else is run
   */
  ActionChecks(Predicate<String> isUnit, RunCheck programs, RenewalHooks hooks) {
    this.isUnit = isUnit;
    this.programs = programs;
    this.hooks = hooks;
  }

  /**
   * Those of this machine.
   *
   * @param home the package's folder
   */
  public static ActionChecks ofMachine(Path home) {
    return new ActionChecks(
        InitSystem.isSystemd() ? ActionChecks::isKnownToSystemd : _ -> true,
        new RunCheck(home.resolve("bin/run_checked")),
        RenewalHooks.ofMachine());
  }

  /** A warning for each unit that is missing, and for each program that would not be run. */
  public List<Problem> of(ExtensionSettings settings) {
    Set<String> units = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    settings
        .certificates()
        .forEach(
            each -> {
              OnRenewal wanted = each.onRenewal();
              units.addAll(wanted.reload());
              units.addAll(wanted.restart());
              wanted.run().stream().findFirst().ifPresent(names::add);
              wanted.check().stream().findFirst().ifPresent(names::add);
            });
    Stream<String> missing =
        units.stream()
            .filter(isUnit.negate())
            .map(unit -> "onRenewal: the unit " + unit + " does not exist on this machine");
    Stream<String> refused = names.stream().flatMap(name -> refused("onRenewal: ", name));
    Stream<String> hooksRefused =
        hooks.list().stream().flatMap(hook -> refused("hook ", hook.toString()));
    return Stream.of(missing, refused, hooksRefused)
        .flatMap(texts -> texts)
        .map(text -> new Problem("", Problem.Severity.WARNING, text))
        .toList();
  }

  /** The same for the doctor, which also says when all is well. */
  List<Finding> findings(ExtensionSettings settings) {
    List<Problem> problems = of(settings);
    return problems.isEmpty()
        ? List.of(Finding.ok(STEP, "actions after renewals can run"))
        : problems.stream().map(each -> Finding.fix(STEP, each.message())).toList();
  }

  private Stream<String> refused(String what, String program) {
    return programs.refusal(program).map(reason -> what + program + ": " + reason).stream();
  }

  private static boolean isKnownToSystemd(String unit) {
    try {
      return SystemCommands.succeeds(LIMIT, "systemctl", "cat", "--", unit);
    } catch (ProgramFailedException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
