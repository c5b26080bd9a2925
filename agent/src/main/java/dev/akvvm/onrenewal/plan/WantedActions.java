package dev.akvvm.onrenewal.plan;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do when a certificate has changed.
 *
 * @param hooks executables that are run for every certificate, as certbot does
 */
public record WantedActions(List<Path> hooks) {
  /** The settings say nothing about hooks, so their timeout is fixed. */
  private static final Duration HOOK_TIMEOUT = Duration.ofMinutes(5);

  /** Copies the list. */
  public WantedActions {
    hooks = List.copyOf(hooks);
  }

  /** In the order in which it is done. */
  public List<Action> of(ObservedCertificate certificate) {
    OnRenewal wanted = certificate.onRenewal();
    List<Action> actions = new ArrayList<>();
    for (String unit : wanted.reload()) {
      actions.add(Action.unit(Action.Kind.RELOAD, unit, wanted.check(), wanted.timeout()));
    }
    for (String unit : wanted.restart()) {
      actions.add(Action.unit(Action.Kind.RESTART, unit, wanted.check(), wanted.timeout()));
    }
    if (!wanted.run().isEmpty()) {
      actions.add(new Action(Action.Kind.RUN, wanted.run(), wanted.check(), wanted.timeout()));
    }
    for (Path hook : hooks) {
      actions.add(new Action(Action.Kind.HOOK, List.of(hook.toString()), List.of(), HOOK_TIMEOUT));
    }
    return actions;
  }
}
