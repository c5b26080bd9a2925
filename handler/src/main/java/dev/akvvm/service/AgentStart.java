package dev.akvvm.service;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.parser.ParsedSettings;
import dev.akvvm.parser.Problem;
import dev.akvvm.parser.SettingsInForce;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.state.RenewalHooks;
import dev.akvvm.state.StateFolder;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.UnusableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What must exist before an agent is started, and what it is started with. */
public final class AgentStart {
  private final Path home;
  private final HandlerEnvironment environment;
  private final SequenceNumber sequence;
  private final ExtensionSettings settings;
  private final StoreThreads threads = new StoreThreads();

  private AgentStart(
      Path home,
      HandlerEnvironment environment,
      SequenceNumber sequence,
      ExtensionSettings settings) {
    this.home = home;
    this.environment = environment;
    this.sequence = sequence;
    this.settings = settings;
  }

  /**
   * Reads the settings; does nothing else yet.
   *
   * @param home the package whose agent is started
   * @param warn told of problems that do not keep the settings from being used
   */
  public static AgentStart read(
      Path home, HandlerEnvironment environment, SequenceNumber sequence, Consumer<String> warn)
      throws CommandFailedException {
    try {
      SettingsInForce file = SettingsInForce.read(environment, sequence);
      try {
        ParsedSettings parsed = file.parse();
        for (Problem warning : parsed.warnings()) {
          warn.accept(file.path() + ": " + warning);
        }
        return new AgentStart(home, environment, file.sequence(), parsed.settings());
      } catch (SettingsRejectedException e) {
        throw new CommandFailedException(
            ExitCode.CONFIGURATION, file.path() + ": " + e.getMessage());
      }
    } catch (UnusableFileException e) {
      throw new CommandFailedException(ExitCode.CONFIGURATION, e.getMessage());
    }
  }

  /** The settings it is started for. */
  public ExtensionSettings settings() {
    return settings;
  }

  /** Their number. */
  public SequenceNumber sequence() {
    return sequence;
  }

  /**
   * Creates the stores, or none if one of them must not be written: then the settings cannot be
   * used.
   */
  public void makeStores() throws CommandFailedException {
    new StoreFolders(settings, threads).make();
  }

  /** Creates the stores that may be written; warns about the others. */
  public void makeAllowedStores() {
    new StoreFolders(settings, threads).makeAllowed();
  }

  /** Based on the machine as it is now; call it after the stores are created. */
  public ServiceManager.Start toStart() {
    List<Path> own =
        List.of(
            StateFolder.besideWaagent(home).path(),
            environment.logFolder(),
            environment.statusFolder());
    return new ServiceManager.Start(
        home,
        sequence,
        environment.logFolder(),
        Sandbox.of(
            settings,
            threads,
            own,
            environment.libFolder(),
            !RenewalHooks.ofMachine().list().isEmpty()));
  }
}
