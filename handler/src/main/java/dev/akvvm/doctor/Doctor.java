package dev.akvvm.doctor;

import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.waagent.HandlerEnvironment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks everything from the settings to the running agent. Changes nothing and reveals no secret.
 *
 * @param home the package's folder
 * @param variables the process's environment
 * @param actions checks actions after renewals
 */
public record Doctor(Path home, Map<String, String> variables, ActionChecks actions) {
  /**
   * Reports each finding as soon as it is known.
   *
   * @param file settings to try, as validate takes them; empty for those in force
   */
  public void examine(String file, Consumer<Finding> tell) throws InterruptedException {
    Optional<ExtensionSettings> settings = new SettingsChecks(home, variables, file).run(tell);
    if (settings.isPresent()) {
      Optional<AgentEnvironment> environment = AgentEnvironment.ofRunning(home);
      environment.ifPresent(agents -> agents.compareWith(variables, tell));
      new ChainChecks(home, file, environment).run(tell);
      StoreChecks.of(settings.get(), HandlerEnvironment.guestAgentFolder(home)).forEach(tell);
      settings.get().metricsFile().map(MetricsCheck::new).map(MetricsCheck::run).ifPresent(tell);
      actions.findings(settings.get()).forEach(tell);
    } else {
      tell.accept(
          Finding.skipped("identity, vaults, store and actions", "the settings cannot be used"));
    }
    new ServiceChecks(home).run().forEach(tell);
  }
}
