package dev.akvvm.agent;

import dev.akvvm.files.IoReason;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Started by {@code bin/handler reload}: {@code ReloadMain HOME NAME}, where an empty NAME stands
 * for all certificates. Prints a line for each action. Exits with 0 when all worked, with 3 when
 * there was nothing to do, else with 1.
 */
public final class ReloadMain {
  private static final int NOTHING = 3;

  /** By then an agent that is running actions has most likely finished them. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ReloadMain() {}

  /** Runs the pending actions. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintableWriter.printUncaught();
    if (arguments.length != 2) {
      PrintableWriter.standardOutput().println("usage: HOME NAME (started by bin/handler reload)");
      System.exit(1);
    }
    try {
      int code = run(Path.of(arguments[0]), arguments[1]);
      Logging.end();
      System.exit(code);
    } catch (UnusableFileException | SettingsRejectedException e) {
      PrintableWriter.standardOutput().println(e.getMessage());
    } catch (IOException e) {
      PrintableWriter.standardOutput().println(IoReason.of(e));
    }
    System.exit(1);
  }

  private static int run(Path home, String name)
      throws UnusableFileException, SettingsRejectedException, IOException, InterruptedException {
    HandlerEnvironment environment = HandlerEnvironment.read(home);
    Logging.start(environment.logFolder(), System.getenv());
    SequenceNumber sequence = SequenceNumber.resolve(System.getenv(), environment.configFolder());
    AgentWiring wiring = new AgentWiring(home, environment, sequence, Clock.systemUTC());
    if (!wiring.takeOverState()) {
      PrintableWriter.standardOutput().println("nothing to do: the settings are another machine's");
      return NOTHING;
    }
    ExtensionSettings settings = wiring.settings();
    List<ObservedCertificate> chosen =
        settings.certificates().stream().filter(each -> isNamed(each, name)).toList();
    if (chosen.isEmpty()) {
      PrintableWriter.standardOutput()
          .println("the settings in force name no certificate or secret " + name);
      return 1;
    }
    List<String> told = new ArrayList<>();
    Optional<Boolean> worked =
        wiring.actNow(
            settings,
            chosen,
            PATIENCE,
            line -> {
              told.add(line);
              PrintableWriter.standardOutput().println(line);
            });
    if (worked.isEmpty()) {
      PrintableWriter.standardOutput()
          .println(
              "another process is already running these actions; see the status, or try again"
                  + " later");
      return 1;
    }
    if (told.isEmpty()) {
      PrintableWriter.standardOutput().println("nothing to do");
      return NOTHING;
    }
    return worked.get() ? 0 : 1;
  }

  private static boolean isNamed(ObservedCertificate certificate, String name) {
    return name.isEmpty()
        || name.equals(certificate.displayName())
        || certificate.secrets().stream().anyMatch(secret -> name.equals(secret.name()));
  }
}
