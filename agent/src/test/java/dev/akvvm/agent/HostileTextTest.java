package dev.akvvm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.onrenewal.runner.HostileProgram;
import dev.akvvm.report.LogReporter;
import dev.akvvm.report.StatusReporter;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.sync.CertificateRefresher;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.PollPolicy;
import dev.akvvm.sync.Synchronizer;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Text that is more than text, from everywhere it can come from, on its way to the status file and
 * the log: nothing of it clears a screen, turns a line round, or begins another line.
 */
final class HostileTextTest {
  private static final String FAKE = "2026-01-01 00:00:00: <info> [Service] all is well";
  private static final String HOSTILE = "\u001b[2J\u202e\u0085\u2028" + FAKE;
  private static final String SHOWN = "\\u001b[2J\\u202e\\u0085\\u2028" + FAKE;

  @TempDir private Path folder;

  private final FakeRenewalActions reloads = new FakeRenewalActions();
  private EmulatedAzure azure;
  private Path store;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    azure
        .emulator()
        .vault("contoso")
        .createCertificate("web", CertificateSpec.of("web").with(KeyType.P_256));
    store = folder.resolve("store");
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void metadataServicesError_isShownAsWhatItIs() throws Exception {
    azure.emulator().faults().add(Fault.onMetadata(error("error_description")));
    assertShown(" when asked for the machine's identity: " + SHOWN);
  }

  @Test
  void vaultsError_isShownAsWhatItIs() throws Exception {
    azure.emulator().faults().add(Fault.onVaults("/secrets/web", error("message")));
    assertShown("the vault does not accept the token (" + SHOWN + ")");
  }

  @Test
  void issuerOfAnUntrustedServer_isShownAsWhatItIs() throws Exception {
    azure.emulator().presentIssuedBy(HOSTILE);
    assertShown(
        "its certificate was issued by \"CN=" + SHOWN.replace("<", "\\<").replace(">", "\\>"));
  }

  @Test
  void outputOfAProgramAfterARenewal_isShownAsWhatItIs() throws Exception {
    reloads.failure(
        "web", HostileProgram.failure(folder, "\\342\\200\\256\\342\\200\\250" + FAKE + "\\n"));
    assertShown("failed (exit code 1): \\u202e\\u2028" + FAKE);
  }

  @Test
  void nameOfAFile_isShownAsWhatItIs() throws Exception {
    store = Files.writeString(folder.resolve(HOSTILE), "no directory");
    assertShown("cannot use the store: " + folder + "/" + SHOWN);
  }

  private static Effect error(String key) {
    String text = HOSTILE.replace("\u001b", "\\u001b");
    String body = "{\"error\": {\"%s\": \"%s\"}, \"%s\": \"%s\"}".formatted(key, text, key, text);
    return new Effect.Status(401, body, Optional.empty());
  }

  private void assertShown(String text) throws Exception {
    PassReport pass = pass();
    StatusFile status = new StatusFile(folder, new SequenceNumber(0));
    new StatusReporter(status, true, Clock.systemUTC()).report(pass);
    assertTrue(
        status.read().orElseThrow().substatuses().getFirst().message().contains(text),
        Files.readString(status.path()));
    assertEquals("", notText(Files.readString(status.path())));

    String log = log(pass);
    assertTrue(log.contains(text), log);
    assertEquals("\n", notText(log));
  }

  /** What the log's own form makes of what is told of a pass. */
  private static String log(PassReport pass) {
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    Logger logger = (Logger) LoggerFactory.getLogger("CertificateManager");
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(events);
    try {
      new LogReporter(Clock.systemUTC()).report(pass);
    } finally {
      logger.detachAppender(events);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
    // Other tests may log at the same time.
    return events.list.stream()
        .filter(event -> event.getFormattedMessage().contains(FAKE.substring(0, 20)))
        .map(event -> new LogLine().doLayout(event))
        .findFirst()
        .orElseThrow();
  }

  /** Controls, marks that turn text round, and whatever else nobody would see. */
  private static String notText(String text) {
    return text.replaceAll("[^\\p{C}\\p{Zl}\\p{Zp}]", "");
  }

  private PassReport pass() throws Exception {
    ObservedCertificate observed = Observed.certificate("contoso", "web", store);
    ObservedCertificate web =
        new ObservedCertificate(
            new SecretIdentifier(azure.vault("contoso"), "web", Optional.empty()),
            Optional.empty(),
            observed.placement());
    return new Synchronizer(
            List.of(web),
            new CertificateRefresher(
                azure.reader(), azure.policyReader(), Stores.in(folder, List.of(web))),
            reloads,
            PollPolicy.of(Duration.ofHours(1), 0),
            Clock.systemUTC(),
            Optional.empty(),
            true)
        .run();
  }
}
