package dev.akvvm.command;

import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.time.Instant;
import java.util.List;

/** What Azure is told between the start of the agent and the agent's own first report. */
final class StartingStatus {
  private StartingStatus() {}

  static StatusReport of(ExtensionSettings settings, Instant now) {
    List<Substatus> substatuses =
        settings.certificates().stream()
            .map(
                certificate ->
                    new Substatus(
                        certificate.displayName(),
                        StatusLevel.TRANSITIONING,
                        "waiting for the first poll"))
            .toList();
    return new StatusReport(
        StatusLevel.TRANSITIONING,
        0,
        "Starting Key Vault extension service; %d %s observed."
            .formatted(substatuses.size(), ObservedCertificate.noun(settings.certificates())),
        now,
        substatuses);
  }
}
