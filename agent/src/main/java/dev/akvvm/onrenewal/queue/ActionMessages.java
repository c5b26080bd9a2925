package dev.akvvm.onrenewal.queue;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.onrenewal.plan.Attempt;
import dev.akvvm.onrenewal.plan.Plan;
import dev.akvvm.onrenewal.plan.WantedActions;
import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Describes the actions after a certificate's renewal. */
record ActionMessages(Plan plan, Optional<RunningAction> running) {
  /** One for each action that has not worked, then those that have worked and are still wanted. */
  List<ActionState> of(ObservedCertificate certificate) {
    List<ActionState> open = open(certificate);
    return Stream.concat(
            open.stream(),
            done(certificate)
                .filter(each -> open.stream().noneMatch(o -> o.action().equals(each.action()))))
        .toList();
  }

  /** Hooks come and go, and are not looked for just to show what they did. */
  private Stream<ActionState> done(ObservedCertificate certificate) {
    String link = certificate.link().toString();
    List<String> wanted =
        new WantedActions(List.of()).of(certificate).stream().map(Action::toString).toList();
    return plan.pending().worked().stream()
        .filter(each -> each.link().equals(link))
        .filter(each -> wanted.contains(each.action()) || Action.isHook(each.action()))
        .map(each -> ActionState.done(each.action(), each.at()));
  }

  private List<ActionState> open(ObservedCertificate certificate) {
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
    return ActionState.running(
        running.action().toString(),
        running.action() + " is still running, started at " + seconds(running.since()));
  }

  private ActionState failed(Action action, Attempt attempt) {
    boolean isNow =
        running.filter(each -> each.action().equals(action)).isPresent()
            || attempt.due().equals(Optional.of(Attempt.AT_ONCE));
    String time = attempt.due().map(due -> "at " + seconds(due)).orElse("at the next poll");
    return ActionState.failing(
        action.toString(), attempt.failure() + "; next attempt " + (isNow ? "now" : time));
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
