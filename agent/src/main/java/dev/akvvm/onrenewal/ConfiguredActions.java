package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.state.RenewalHooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done when a certificate has changed.
 *
 * @param hooks what is run for every certificate, as certbot does
 */
record ConfiguredActions(RenewalHooks hooks) {
  /** Nothing in the settings is about hooks, so neither is their time. */
  private static final Duration HOOK_TIMEOUT = Duration.ofMinutes(5);

  static ConfiguredActions ofMachine() {
    return new ConfiguredActions(RenewalHooks.ofMachine());
  }

  /** In the order in which it is done. */
  List<Action> of(ObservedCertificate certificate) {
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
    actions.addAll(hookActions());
    return actions;
  }

  private List<Action> hookActions() {
    return hooks.list().stream()
        .map(
            file -> new Action(Action.Kind.HOOK, List.of(file.toString()), List.of(), HOOK_TIMEOUT))
        .toList();
  }
}
