package dev.akvvm.agent;

import dev.akvvm.files.IoReason;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.report.StartupFailureReporter;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's program, started by {@code bin/akvvm_service} whenever a pass is due: {@code Main
 * HOME SEQUENCE start|now|due}. Ends with {@value #DONE} when everything that was due is done and
 * the next pass is some time off, with {@value #UNABLE} when it could not work at all, with {@value
 * #LOCKED_OUT} when its sandbox has to be rebuilt, with {@value #FOREIGN} when its settings are
 * those of the machine whose image this one was made from, with {@value #HUNG} when it hung.
 */
public final class Main {
  private static final int DONE = 0;
  private static final int UNABLE = 1;
  private static final int LOCKED_OUT = 4;
  private static final int FOREIGN = 5;
  private static final int HUNG = 70;

  private static final Clock CLOCK = Clock.systemUTC();

  private Main() {}

  /** Runs passes until nothing is due for a while. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintableWriter.printUncaught();
    if (arguments.length != 3) {
      JournalLine.printError("usage: HOME SEQUENCE start|now|due (started by bin/akvvm_service)");
      System.exit(UNABLE);
    }
    Path home = Path.of(arguments[0]);
    try {
      HandlerEnvironment environment = HandlerEnvironment.read(home);
      Logging.start(environment.logFolder(), System.getenv());
      Thread.setDefaultUncaughtExceptionHandler((_, e) -> endBecauseOf(e));
      AgentWiring wiring =
          new AgentWiring(home, environment, SequenceNumber.parse(arguments[1]), CLOCK);
      int code = run(wiring, Begin.of(arguments[2]));
      Logging.end();
      System.exit(code);
    } catch (UnusableFileException e) {
      JournalLine.printError(String.valueOf(e.getMessage()));
      System.exit(UNABLE);
    }
  }

  /** Nothing in this process can be relied on any more, so it says why and exits. */
  static void endBecauseHung() {
    JournalLine.printError(
        "the agent made no progress for " + Watchdog.PATIENCE.toMinutes() + " min and is ended");
    Runtime.getRuntime().halt(HUNG);
  }

  /**
   * An unexpected error ended a thread, most likely lack of memory. A certificate that takes too
   * much fails by itself; when another thread is hit, this process may be broken, and the launcher
   * starts the next.
   */
  private static void endBecauseOf(Throwable e) {
    LoggerFactory.getLogger("Service").error("internal error", e);
    printUnlessLogged("internal error: " + e.getClass().getSimpleName());
    Runtime.getRuntime().halt(UNABLE);
  }

  /** The journal has had it as a line of the log. */
  private static void printUnlessLogged(String line) {
    if (!JournalLine.isRead(System.getenv())) {
      JournalLine.printError(line);
    }
  }

  /** Runs passes; reports it if the agent cannot work. */
  private static int run(AgentWiring wiring, Begin begin) throws InterruptedException {
    try {
      if (!wiring.takeOverState()) {
        PrintableWriter.standardError()
            .println(
                "the settings "
                    + wiring.sequence()
                    + " were another machine's, whose image this one was made from; waiting for"
                    + " enable");
        return FOREIGN;
      }
      PollLoop loop = wiring.loop(begin);
      Signals.stopOnTermination(loop);
      return loop.run() ? DONE : LOCKED_OUT;
    } catch (UnusableFileException | SettingsRejectedException e) {
      tell(wiring, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      tell(wiring, IoReason.of(e));
    } catch (RuntimeException e) {
      LoggerFactory.getLogger("Service").error("internal error", e);
      tell(wiring, "internal error: " + e);
    }
    return UNABLE;
  }

  private static void tell(AgentWiring wiring, String reason) {
    Logger log = LoggerFactory.getLogger("Service");
    log.error("The agent cannot work: {}", reason);
    printUnlessLogged(reason);
    try {
      new StartupFailureReporter(wiring.statusFile(), CLOCK).report(reason);
      wiring.summaryReporter().cannotWork(reason);
    } catch (IOException e) {
      log.error("cannot write the status: {}", IoReason.of(e));
    }
  }
}
