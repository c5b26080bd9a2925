package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.service.AgentControl;
import dev.akvvm.service.AgentProgram;
import dev.akvvm.state.StateFolder;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SettingsFile;
import dev.akvvm.waagent.StatusFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Readies the machine to be captured as an image: nothing of it remains by which a machine made
 * from that would be taken for this one, or start by itself. The package stays, and so does what an
 * operator has put into {@code /etc/akvvm}. May be run again.
 */
@Command(
    name = "generalize",
    mixinStandardHelpOptions = true,
    versionProvider = HandlerVersion.class,
    description =
        "Readies this machine to be captured as an image: stops the agent, removes state.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "52:something could not be removed; run it again"})
final class GeneralizeCommand implements Callable<Integer> {
  private final HandlerContext context;
  private final KeysProgram keysProgram;
  private final List<String> failures = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--keys",
      description = "Remove certificates and keys from all stores, too; nothing else in them.")
  private boolean keys;

  @Option(names = "--logs", description = "Remove the logs, too.")
  private boolean logs;

  @Option(names = "--dry-run", description = "Only print what would be done.")
  private boolean dryRun;

  /** What knows the stores and what is in them: it needs what the handler does not load. */
  interface KeysProgram {
    /**
     * Prints what is in each store, and removes it if told to.
     *
     * @param mode {@code list}, {@code plan} or {@code remove}
     * @return whether that worked for all of them
     */
    boolean run(String mode, PrintWriter out) throws CommandFailedException, InterruptedException;

    /** The package's own. */
    static KeysProgram of(Path home) {
      return (mode, out) ->
          new AgentProgram(home).run(out, "dev.akvvm.agent.GeneralizeMain", home.toString(), mode)
              == 0;
    }
  }

  GeneralizeCommand(HandlerContext context, KeysProgram keysProgram) {
    this.context = context;
    this.keysProgram = keysProgram;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException, IOException {
    if (dryRun) {
      generalize();
    } else {
      try (Closeable _ = context.lockCommandsIfPossible()) {
        generalize();
      }
    }
    out().flush();
    if (!failures.isEmpty()) {
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY, "not generalized: " + String.join("; ", failures));
    }
    return ExitCode.OK;
  }

  private void generalize() throws CommandFailedException, InterruptedException {
    HandlerEnvironment environment = context.environment();
    stopAgent();
    String mode = dryRun ? "plan" : "remove";
    if (!keysProgram.run(keys ? mode : "list", out())) {
      failures.add("keys are left in a store, see above");
      if (keys) {
        // What is recorded of them is needed to find them again.
        return;
      }
    }
    StateFolder state = StateFolder.besideWaagent(context.home());
    remove("state in " + state.path(), () -> ofState(state));
    remove("status in " + environment.statusFolder(), () -> StatusFile.all(environment));
    if (logs) {
      remove("logs in " + environment.logFolder(), () -> HandlerLog.all(environment.logFolder()));
    }
    removeSettings(environment);
  }

  /** The launcher's end, and that of its unit: it must not start before there are new settings. */
  private void stopAgent() throws CommandFailedException, InterruptedException {
    AgentControl agent = context.agent();
    boolean isRunning = agent.running().isPresent();
    if (!dryRun) {
      agent.stop();
      agent.forget(context.home());
    }
    say("agent", isRunning ? done("stopped") : "not running");
  }

  /** Without the keys themselves, what tells where they are stays for the next time. */
  private List<Path> ofState(StateFolder state) throws IOException {
    List<Path> files = new ArrayList<>(state.everything());
    if (!keys) {
      files.removeAll(List.of(state.ledger(), state.machine()));
    }
    return files;
  }

  /** The guest agent delivers them anew; those that an operator delivered have to stay. */
  private void removeSettings(HandlerEnvironment environment) {
    String what = "settings in " + environment.configFolder();
    try {
      if (environment.isManaged()) {
        remove(what, () -> SettingsFile.all(environment));
        say(
            "note",
            "the guest agent starts the agent again when it is started itself: capture the"
                + " machine before that, or run waagent -deprovision next");
      } else {
        say(what, "stay; the agent starts with them when akvvm enable is run");
      }
    } catch (IOException e) {
      fail(what, e);
    }
  }

  private interface Files {
    List<Path> find() throws IOException;
  }

  /** Goes on with the others when one cannot be removed. */
  private void remove(String what, Files files) {
    int removed = 0;
    try {
      for (Path file : files.find()) {
        if (!dryRun) {
          DurableFiles.delete(file);
        }
        removed++;
      }
    } catch (IOException e) {
      fail(what, e);
    }
    say(
        what,
        removed == 0 ? "none" : removed + (removed == 1 ? " file " : " files ") + done("removed"));
  }

  private void fail(String what, IOException e) {
    failures.add(what + ": " + IoReason.of(e));
  }

  private String done(String what) {
    return (dryRun ? "would be " : "") + what;
  }

  private void say(String what, String how) {
    out().println(what + ": " + how);
    out().flush();
  }

  private PrintWriter out() {
    return PicocliSupport.commandLine(spec).getOut();
  }
}
