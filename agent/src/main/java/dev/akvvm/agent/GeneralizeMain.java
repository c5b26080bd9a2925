package dev.akvvm.agent;

import dev.akvvm.parser.SettingsInForce;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.StateFolder;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.store.InstalledKeys;
import dev.akvvm.store.StoreException;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.UnusableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Started by {@code bin/handler generalize}: {@code GeneralizeMain HOME list|plan|remove}. Prints a
 * line for each store that has keys of this extension: that they stay, would be removed, or are.
 * Exits with 0, or with 1 when a store could not be looked at or emptied.
 */
public final class GeneralizeMain {
  private final InstalledKeys keys;
  private final Mode mode;

  private enum Mode {
    LIST("stay in the image; --keys removes them"),
    PLAN("would be removed"),
    REMOVE("removed");

    private final String what;

    Mode(String what) {
      this.what = what;
    }
  }

  private GeneralizeMain(InstalledKeys keys, Mode mode) {
    this.keys = keys;
    this.mode = mode;
  }

  /** Looks at each store, or removes what is in it. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintableWriter.printUncaught();
    if (arguments.length != 2) {
      say("usage: HOME list|plan|remove (started by bin/handler generalize)");
      System.exit(1);
    }
    Path home = Path.of(arguments[0]);
    StateFolder state = StateFolder.besideWaagent(home);
    InstalledKeys keys =
        new InstalledKeys(
            observed(home),
            new CertificateStore.Records(state.ledger(), state.installed(), state.digestKey()));
    Mode mode = Mode.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    System.exit(new GeneralizeMain(keys, mode).run() ? 0 : 1);
  }

  /** Without settings there are still the records of what was installed. */
  private static List<ObservedCertificate> observed(Path home) throws InterruptedException {
    String reason;
    try {
      return SettingsInForce.read(HandlerEnvironment.read(home), System.getenv())
          .parse()
          .settings()
          .certificates();
    } catch (UnusableFileException | SettingsRejectedException e) {
      reason = String.valueOf(e.getMessage());
    }
    say("note: the settings cannot be read, so only stores on record are known: " + reason);
    return List.of();
  }

  private boolean run() {
    boolean worked = true;
    if (keys.stores().isEmpty()) {
      say("keys: no store is known");
    }
    for (Path store : keys.stores()) {
      try {
        InstalledKeys.Count count = mode == Mode.REMOVE ? keys.remove(store) : keys.count(store);
        say("keys in " + store + ": " + (count.isNone() ? "none" : text(count)));
      } catch (StoreException e) {
        worked = false;
        say(
            "keys in "
                + store
                + ": "
                + (mode == Mode.REMOVE ? "not all are removed: " : "")
                + e.reason());
      }
    }
    return worked;
  }

  private String text(InstalledKeys.Count count) {
    return "%d %s and %d %s %s"
        .formatted(
            count.files(),
            count.files() == 1 ? "file" : "files",
            count.links(),
            count.links() == 1 ? "link" : "links",
            mode.what);
  }

  private static void say(String line) {
    PrintableWriter.standardOutput().println(line);
  }
}
