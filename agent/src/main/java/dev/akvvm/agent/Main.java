package dev.akvvm.agent;

import com.azure.core.http.HttpClient;
import dev.akvvm.files.IoReason;
import dev.akvvm.identity.MetadataServiceCredential;
import dev.akvvm.report.LogReporter;
import dev.akvvm.report.StatusReporter;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.Problem;
import dev.akvvm.settings.SettingsParser;
import dev.akvvm.settings.SettingsRejectedException;
import dev.akvvm.state.PassState;
import dev.akvvm.state.StateFolder;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.sync.MachineJitter;
import dev.akvvm.sync.Pacing;
import dev.akvvm.sync.Pass;
import dev.akvvm.sync.Synchronizer;
import dev.akvvm.transport.HttpClients;
import dev.akvvm.transport.SystemAuthorities;
import dev.akvvm.vault.KeyVaultReader;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.SettingsFile;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's program, started by {@code bin/akvvm_service} whenever a pass is due: {@code Main
 * HOME SEQUENCE all|due}. Ends with 0 when everything that was due is done and the next pass is
 * some time off, with 1 when it could not work at all.
 */
public final class Main {
  private static final Clock CLOCK = Clock.systemUTC();

  private Main() {}

  /** Runs passes until nothing is due for a while. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 3) {
      System.err.println("usage: HOME SEQUENCE all|due (started by bin/akvvm_service)");
      System.exit(1);
    }
    Path home = Path.of(arguments[0]);
    try {
      HandlerEnvironment environment = HandlerEnvironment.read(home);
      Logging.start(environment.logFolder(), System.getenv());
      run(home, environment, SequenceNumber.parse(arguments[1]), arguments[2].equals("all"));
      System.exit(0);
    } catch (UnusableFileException | SettingsRejectedException e) {
      System.err.println(e.getMessage());
    } catch (IOException e) {
      System.err.println(IoReason.of(e));
    }
    System.exit(1);
  }

  private static void run(
      Path home, HandlerEnvironment environment, SequenceNumber sequence, boolean everythingNow)
      throws UnusableFileException, SettingsRejectedException, IOException, InterruptedException {
    Logger log = LoggerFactory.getLogger("Service");
    SettingsFile file = SettingsFile.read(environment.configFolder(), sequence);
    ExtensionSettings settings =
        SettingsParser.parse(file.publicSettings(), SettingsFile.PUBLIC_SETTINGS);
    if (everythingNow) {
      log.info(
          "Started for settings {}: {} certificate(s)", sequence, settings.certificates().size());
      for (Problem warning : settings.warnings()) {
        log.warn("{}: {}", file.path(), warning);
      }
    }
    StateFolder state = StateFolder.besideWaagent(home);
    Repetition repetition =
        new Repetition(
            synchronizer(settings, state, everythingNow),
            new Reports(
                new StatusReporter(
                    new StatusFile(environment.statusFolder(), sequence),
                    settings.requireInitialSync(),
                    CLOCK),
                new LogReporter(CLOCK)),
            state.passState(),
            new Surroundings(home, ProcessHandle.current().parent()),
            CLOCK);
    Signals.stopOnTermination(repetition);
    repetition.run();
  }

  private static Synchronizer synchronizer(
      ExtensionSettings settings, StateFolder state, boolean everythingNow) throws IOException {
    HttpClient vaults = HttpClients.forVaults(SystemAuthorities.bundle(System.getenv()));
    MetadataServiceCredential credential =
        new MetadataServiceCredential(settings.identity(), HttpClients.forMetadata(), CLOCK);
    return new Synchronizer(
        settings.certificates(),
        new Pass(new KeyVaultReader(vaults, credential), new CertificateStore()),
        Pacing.of(settings.pollingInterval(), MachineJitter.fraction()),
        CLOCK,
        PassState.read(state.passState()),
        everythingNow);
  }
}
