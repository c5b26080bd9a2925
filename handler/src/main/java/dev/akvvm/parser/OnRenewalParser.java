package dev.akvvm.parser;

import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code onRenewal}. An unknown key is an error here: otherwise it would be noticed only when
 * a service's certificate has expired.
 */
final class OnRenewalParser {
  private static final String TIMEOUT = "a whole number of seconds from 1 to 3600";
  private static final String COMMAND =
      "expected a list: a program and its arguments, each on its own; no shell reads them; found ";

  /** An agent that restarts itself would never finish doing so. */
  private static final String OWN_UNIT = "akvvm_service.service";

  private OnRenewalParser() {}

  /** What to do; nothing if there are problems, which are reported to the field. */
  static OnRenewal parse(Field field) {
    if (!field.isObject()) {
      return OnRenewal.NOTHING;
    }
    int errors = field.errorsSoFar();
    field.refuseUnknownKeys(KnownKeys.ON_RENEWAL);
    List<String> reload = units(field.child("reload"));
    List<String> restart = units(field.child("restart"));
    List<String> run = command(field.child("run"));
    List<String> check = command(field.child("check"));
    Duration timeout = timeout(field.child("timeoutInS"));
    if (!run.isEmpty() && !run.getFirst().startsWith("/")) {
      field
          .child("run")
          .error(
              "expected the absolute path of a program, found "
                  + field.child("run").quoted(run.getFirst()));
    }
    if (!check.isEmpty() && !check.getFirst().matches("/.*|[^/]+")) {
      field
          .child("check")
          .error(
              "expected the absolute path of a program, or its name alone, found "
                  + field.child("check").quoted(check.getFirst()));
    }
    if (!check.isEmpty() && reload.isEmpty() && restart.isEmpty() && run.isEmpty()) {
      field.child("check").error("a check for nothing: set reload, restart or run too");
    }
    return field.errorsSoFar() > errors
        ? OnRenewal.NOTHING
        : new OnRenewal(reload, restart, run, check, timeout);
  }

  private static List<String> units(Field field) {
    return field.elements().stream()
        .map(OnRenewalParser::unit)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** As with systemctl, a name without a type means a service. */
  private static Optional<String> unit(Field field) {
    Optional<String> name =
        field.text().map(text -> OnRenewal.isUnit(text) ? text : text + ".service");
    if (name.equals(Optional.of(OWN_UNIT))) {
      field.error("the agent's own unit, which needs no reload; name the one that serves TLS");
      return Optional.empty();
    }
    boolean isUnit = name.map(OnRenewal::isUnit).orElse(false);
    if (!isUnit && (field.isText() || field.isUnset())) {
      field.error(
          "expected the name of one unit of systemd, such as nginx.service, found "
              + field.found());
      return Optional.empty();
    }
    return name.filter(_ -> isUnit);
  }

  /** Every user of the machine can see the arguments of a running program. */
  private static List<String> command(Field field) {
    if (field.isUnset()) {
      return List.of();
    }
    if (field.isProtected()) {
      field.error(
          "the arguments of a program can be read by every user of the machine: set it in the"
              + " public settings, and let the program read its secrets from a file");
      return List.of();
    }
    if (field.holdsMembers()
        || (field.isText() && field.text().orElse("").matches("(?s).*\\s.*"))) {
      field.error(COMMAND + field.found());
      return List.of();
    }
    List<Field> words = field.elements();
    if (words.isEmpty()) {
      return List.of();
    }
    if (words.getFirst().isUnset()) {
      words.getFirst().error("expected a program, found nothing");
      return List.of();
    }
    return words.stream().map(Field::word).flatMap(Optional::stream).toList();
  }

  private static Duration timeout(Field field) {
    Optional<Integer> seconds = field.number(1, TIMEOUT);
    if (seconds.isPresent() && seconds.get() > OnRenewal.LONGEST_TIMEOUT.toSeconds()) {
      field.error("expected " + TIMEOUT + ", found " + field.found());
      return OnRenewal.USUAL_TIMEOUT;
    }
    return seconds.map(Duration::ofSeconds).orElse(OnRenewal.USUAL_TIMEOUT);
  }
}
