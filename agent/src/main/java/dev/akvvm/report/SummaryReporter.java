package dev.akvvm.report;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.store.UnmanagedCertificate;
import dev.akvvm.summary.ActionSummary;
import dev.akvvm.summary.CertificateSummary;
import dev.akvvm.summary.MachineSummary;
import dev.akvvm.summary.SummaryFile;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.Warning;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes how all certificates are for {@code akvvm status}, and for everyone on the machine. */
public final class SummaryReporter {
  private final SummaryFile file;
  private final MachineSummary.Agent agent;
  private final Clock clock;

  /** A reporter for one agent. */
  public SummaryReporter(SummaryFile file, MachineSummary.Agent agent, Clock clock) {
    this.file = file;
    this.agent = agent;
    this.clock = clock;
  }

  /**
   * Writes the result of a pass.
   *
   * @param settings what the agent works with
   * @param nextDue when the next is due
   * @throws IOException when it cannot be written
   */
  public void report(PassReport pass, ExtensionSettings settings, Instant nextDue)
      throws IOException {
    Instant now = clock.instant();
    Optional<Instant> lastPoll = pass.polled().isEmpty() ? lastPoll() : Optional.of(now);
    file.write(
        new MachineSummary(
            now,
            agent,
            Optional.of(
                new MachineSummary.Polls(
                    settings.identity().describe(),
                    lastPoll,
                    // What has never been polled has been due since 1970.
                    nextDue.isBefore(now) ? now : nextDue,
                    settings.pollingInterval())),
            Optional.empty(),
            Stream.concat(
                    pass.states().entrySet().stream()
                        .map(each -> summary(each.getKey(), each.getValue(), now)),
                    pass.unmanaged().stream().map(SummaryReporter::summary))
                .toList()));
  }

  /** From the file, because the process that polled then has ended. */
  private Optional<Instant> lastPoll() {
    return file.read().flatMap(MachineSummary::polls).flatMap(MachineSummary.Polls::last);
  }

  private static CertificateSummary summary(
      ObservedCertificate certificate, CertificateState state, Instant now) {
    return new CertificateSummary(
        certificate.displayName(),
        certificate.placement().links().getFirst().toString(),
        true,
        state.current().map(SummaryReporter::installed),
        Stream.concat(
                Stream.of("root"), certificate.placement().grants().stream().map(Grant::toString))
            .toList(),
        state.failure().map(failure -> withoutUrl(certificate, failure.reason())),
        state.warnings(now).stream().map(Warning::message).toList(),
        StatusMessages.notes(state, now),
        state.actions().stream().map(SummaryReporter::action).toList());
  }

  private static CertificateSummary summary(UnmanagedCertificate certificate) {
    return new CertificateSummary(
        certificate.name(),
        certificate.link().toString(),
        false,
        Optional.of(installed(certificate.installed())),
        List.of(),
        Optional.empty(),
        List.of(
            "has left the settings, so it is not renewed; put it back into the settings, or remove"
                + " it from disk"),
        List.of(),
        List.of());
  }

  private static CertificateSummary.Installed installed(InstalledCertificate installed) {
    return new CertificateSummary.Installed(
        installed.version(), installed.key(), installed.notBefore(), installed.notAfter());
  }

  /** The row names the certificate already; without it one cause of several reads the same. */
  private static String withoutUrl(ObservedCertificate certificate, String reason) {
    String prefix = certificate.secret() + ": ";
    return reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason;
  }

  private static ActionSummary action(ActionState action) {
    return new ActionSummary(
        action.action(),
        switch (action.phase()) {
          case FAILING -> ActionSummary.State.FAILING;
          case RUNNING -> ActionSummary.State.RUNNING;
          case DONE -> ActionSummary.State.DONE;
        },
        action.doneAt(),
        action.message());
  }

  /**
   * Writes that the agent cannot even begin a pass; what was known of the certificates stays.
   *
   * @param reason one line: what is wrong, where, and what to do
   * @throws IOException when it cannot be written
   */
  public void cannotWork(String reason) throws IOException {
    Instant now = clock.instant();
    Optional<MachineSummary> before = file.read();
    file.write(
        new MachineSummary(
            now,
            agent,
            before.flatMap(MachineSummary::polls),
            Optional.of(reason),
            before.map(MachineSummary::certificates).orElse(List.of())));
  }
}
