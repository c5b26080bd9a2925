package dev.akvvm.agent;

import dev.akvvm.files.IoReason;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.report.TroubleReporter;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
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
      Assembly assembly =
          new Assembly(home, environment, SequenceNumber.parse(arguments[1]), CLOCK);
      System.exit(run(assembly, arguments[2].equals("all")) ? 0 : 1);
    } catch (UnusableFileException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Runs passes; false when the agent could not work, which is then told. */
  private static boolean run(Assembly assembly, boolean everythingNow) throws InterruptedException {
    try {
      Repetition repetition = assembly.repetition(everythingNow);
      Signals.stopOnTermination(repetition);
      repetition.run();
      return true;
    } catch (UnusableFileException | SettingsRejectedException e) {
      tell(assembly.statusFile(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      tell(assembly.statusFile(), IoReason.of(e));
    } catch (RuntimeException e) {
      tell(assembly.statusFile(), "internal error: " + e);
    }
    return false;
  }

  private static void tell(StatusFile status, String reason) {
    Logger log = LoggerFactory.getLogger("Service");
    log.error("The agent cannot work: {}", reason);
    System.err.println(reason);
    try {
      new TroubleReporter(status, CLOCK).report(reason);
    } catch (IOException e) {
      log.error("cannot write the status: {}", IoReason.of(e));
    }
  }
}
