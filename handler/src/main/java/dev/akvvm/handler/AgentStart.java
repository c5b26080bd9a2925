package dev.akvvm.handler;

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

/**
 * What must be there before an agent is started, and what it is started with.
 *
 * @param threads on which stores are looked at
 */
record AgentStart(
    HandlerContext context,
    HandlerEnvironment environment,
    ExtensionSettings settings,
    SequenceNumber sequence,
    StoreThreads threads) {

  AgentStart(
      HandlerContext context,
      HandlerEnvironment environment,
      ExtensionSettings settings,
      SequenceNumber sequence) {
    this(context, environment, settings, sequence, new StoreThreads());
  }

  /** Of the stores, before the service's sandbox is fitted to them. */
  StoreFolders storeFolders() {
    return new StoreFolders(settings, threads);
  }

  /**
   * Reads the settings.
   *
   * @param warn told of problems that do not keep them from being used
   */
  static ExtensionSettings settings(
      HandlerEnvironment environment, SequenceNumber sequence, Consumer<String> warn)
      throws CommandFailedException {
    try {
      SettingsInForce file = SettingsInForce.read(environment, sequence);
      try {
        ParsedSettings parsed = file.parse();
        for (Problem warning : parsed.warnings()) {
          warn.accept(file.path() + ": " + warning);
        }
        return parsed.settings();
      } catch (SettingsRejectedException e) {
        throw new CommandFailedException(
            ExitCode.CONFIGURATION, file.path() + ": " + e.getMessage());
      }
    } catch (UnusableFileException e) {
      throw new CommandFailedException(ExitCode.CONFIGURATION, e.getMessage());
    }
  }

  ServiceManager.Start toStart() {
    List<Path> own =
        List.of(
            StateFolder.besideWaagent(context.home()).path(),
            environment.logFolder(),
            environment.statusFolder());
    return new ServiceManager.Start(
        context.home(),
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
