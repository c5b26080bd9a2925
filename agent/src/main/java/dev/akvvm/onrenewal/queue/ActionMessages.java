package dev.akvvm.onrenewal.queue;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.onrenewal.plan.Attempt;
import dev.akvvm.onrenewal.plan.Plan;
import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Describes the actions that have not worked yet. */
record ActionMessages(Plan plan, Optional<RunningAction> running) {
  /** One for each action that has not worked; none when everything a certificate needs is done. */
  List<ActionState> of(ObservedCertificate certificate) {
    return Stream.concat(
            plan.left(certificate).stream()
                .flatMap(
                    action ->
                        plan.pending().attempt(action).map(each -> failed(action, each)).stream()),
            running.stream()
                .filter(each -> each.certificates().contains(certificate))
                .filter(each -> plan.pending().attempt(each.action()).isEmpty())
                .map(ActionMessages::running))
        .toList();
  }

  private static ActionState running(RunningAction running) {
    return new ActionState(
        running.action().toString(),
        false,
        running.action() + " is still running, started at " + seconds(running.since()));
  }

  private ActionState failed(Action action, Attempt attempt) {
    boolean isNow =
        running.filter(each -> each.action().equals(action)).isPresent()
            || attempt.due().equals(Optional.of(Attempt.AT_ONCE));
    String time = attempt.due().map(due -> "at " + seconds(due)).orElse("at the next poll");
    return new ActionState(
        action.toString(), true, attempt.failure() + "; next attempt " + (isNow ? "now" : time));
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
