package dev.akvvm.diagnose;

import dev.akvvm.doctor.Finding;
import dev.akvvm.files.IoReason;
import dev.akvvm.parser.SettingsInForce;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.parser.SettingsText;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.UnusableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Started by {@code bin/handler doctor}: {@code Main HOME FILE}, where an empty FILE stands for the
 * settings in force. Prints one finding per line, as JSON.
 */
public final class Main {
  private Main() {}

  /** Checks everything; exits with 1 when it cannot even begin. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 2) {
      PrintableWriter.standardOutput().println("usage: HOME FILE (started by bin/handler doctor)");
      System.exit(1);
    }
    try {
      ExtensionSettings settings = settings(Path.of(arguments[0]), arguments[1]);
      ConnectivityCheck connectivity =
          ConnectivityCheck.of(settings, System.getenv(), Clock.systemUTC());
      connectivity.run(Main::print);
      settings.logReceiver().map(ReceiverCheck::new).map(ReceiverCheck::run).ifPresent(Main::print);
      System.exit(0);
    } catch (UnusableFileException | SettingsRejectedException e) {
      PrintableWriter.standardOutput().println(e.getMessage());
    } catch (IOException e) {
      PrintableWriter.standardOutput().println(IoReason.of(e));
    }
    System.exit(1);
  }

  private static ExtensionSettings settings(Path home, String file)
      throws UnusableFileException, SettingsRejectedException, IOException, InterruptedException {
    if (!file.isEmpty()) {
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return SettingsText.parse(in.readNBytes(SettingsText.MAX_BYTES + 1)).settings();
      }
    }
    HandlerEnvironment environment = HandlerEnvironment.read(home);
    return SettingsInForce.read(environment, System.getenv()).parse().settings();
  }

  private static void print(Finding finding) {
    PrintableWriter.standardOutput().println(finding.toJson());
  }
}
