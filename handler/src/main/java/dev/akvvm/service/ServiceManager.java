package dev.akvvm.service;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.process.InitSystem;
import dev.akvvm.waagent.SequenceNumber;
import java.nio.file.Path;

/** What keeps a program running on this machine after the command that started it is gone. */
public interface ServiceManager {
  /**
   * One agent to start.
   *
   * @param home the package whose launcher is run
   * @param sequence the settings it is run for
   * @param logFolder for output that has no better place
   * @param sandbox what it may change
   */
  record Start(Path home, SequenceNumber sequence, Path logFolder, Sandbox sandbox) {
    /** The program that is kept running. */
    public Path launcher() {
      return home.resolve("bin/akvvm_service");
    }
  }

  /** The one this machine has. */
  static ServiceManager ofMachine() {
    return InitSystem.isSystemd() ? Systemd.ofMachine() : new DetachedLauncher();
  }

  /** Starts the launcher; returns before it has done anything. */
  void start(Start start) throws CommandFailedException, InterruptedException;

  /**
   * Makes what keeps the launcher running fit this start, without starting it.
   *
   * @return false when it had to be changed, so that a start that is under way would come too early
   */
  boolean fit(Start start) throws CommandFailedException, InterruptedException;

  /** Ensures that no later boot starts the launcher, until {@link #start} is called again. */
  void startNoMore() throws CommandFailedException, InterruptedException;

  /** Stops the launcher this manager started, if any. */
  void stop() throws CommandFailedException, InterruptedException;

  /**
   * Ensures that the machine no longer starts {@code home}'s launcher by itself, and is not about
   * to.
   */
  void forget(Path home) throws CommandFailedException, InterruptedException;

  /** Where an operator finds out why an agent did not start, and what is known about it here. */
  String whereToLook(Start start) throws InterruptedException;
}
