package dev.akvvm.report;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.Warning;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.Substatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes the state of one certificate, for the status and the log. */
final class StatusMessages {
  private StatusMessages() {}

  static Substatus substatus(ObservedCertificate certificate, CertificateState state, Instant now) {
    return new Substatus(
        certificate.displayName(), level(state, now), message(certificate, state, now));
  }

  static StatusLevel level(CertificateState state, Instant now) {
    if (state.failure().isPresent()) {
      return state.current().isPresent() ? StatusLevel.WARNING : StatusLevel.ERROR;
    }
    if (state.current().isEmpty()) {
      return StatusLevel.TRANSITIONING;
    }
    return state.warnings(now).isEmpty() && state.failingActions().findAny().isEmpty()
        ? StatusLevel.SUCCESS
        : StatusLevel.WARNING;
  }

  /** What is wrong, worst first, and then what is installed. */
  static String message(ObservedCertificate certificate, CertificateState state, Instant now) {
    String wrong = wrong(state, now).collect(Collectors.joining("; "));
    Optional<String> installed =
        state.current().map(current -> describe(certificate, current, state, now));
    if (wrong.isEmpty()) {
      return installed.orElse("waiting for the first poll");
    }
    return wrong + installed.map(text -> "; on disk: " + text).orElse("; not installed yet");
  }

  private static Stream<String> wrong(CertificateState state, Instant now) {
    return Stream.of(
            state.failure().map(Failure::reason).stream(),
            state.failingActions().map(ActionState::message),
            state.warnings(now).stream().map(Warning::message))
        .flatMap(each -> each);
  }

  private static String describe(
      ObservedCertificate certificate,
      InstalledCertificate installed,
      CertificateState state,
      Instant now) {
    return "version %s%s%s, at %s"
            .formatted(
                installed.version(),
                state.metadata().parts().map(text -> " (" + text + ")").orElse(""),
                validity(installed, now),
                certificate.placement().links().getFirst())
        + notes(state, now).stream().map(note -> "; " + note).collect(Collectors.joining())
        + running(state.actions());
  }

  /** What the vault has, or will have; once it has another version, none is expected. */
  static List<String> notes(CertificateState state, Instant now) {
    List<String> notes = state.remarks().notes();
    return notes.isEmpty()
        ? state.metadata().renewal().stream().map(time -> renewal(time, now)).toList()
        : notes;
  }

  private static String validity(InstalledCertificate installed, Instant now) {
    if (installed.notAfter().equals(InstalledCertificate.NO_END)) {
      return "";
    }
    return (installed.notAfter().isBefore(now) ? ", expired at " : ", valid until ")
        + installed.notAfter();
  }

  /** The vault decides when to renew: anything more precise than the day would be a promise. */
  private static String renewal(Instant time, Instant now) {
    String day = time.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
    return time.isBefore(now)
        ? "renewal expected by " + day + " is overdue"
        : "renewal expected around " + day;
  }

  private static String running(List<ActionState> actions) {
    return actions.stream()
        .filter(ActionState::isRunning)
        .map(action -> "; " + action.message())
        .collect(Collectors.joining());
  }

  /** The result of the last poll, in a word that the message may follow. */
  static String verb(CertificateState state, Instant now) {
    return switch (state.lastPoll()) {
      case Outcome.Installed _ ->
          wrong(state, now).findAny().isPresent() ? "installed, but " : "installed ";
      case Outcome.Unchanged _ -> "unchanged, ";
      case Outcome.Failed _ -> "failed: ";
      case Outcome.NotPolled _ -> "not due, ";
    };
  }
}
