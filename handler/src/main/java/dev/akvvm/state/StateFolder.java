package dev.akvvm.state;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.waagent.HandlerEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where state that upgrades must not lose is kept: {@code /var/lib/akvvm} on a VM. It stands beside
 * waagent's own folder rather than at a fixed place, so that a waagent with another {@code Lib.Dir}
 * gets a folder of its own too.
 *
 * @param path absolute
 */
public record StateFolder(Path path) {
  /**
   * Names of state and of lists for programs, with what is left of one that was being written. No
   * others: a side-loaded package, and what an operator keeps beside it, is in this folder too.
   */
  private static final Pattern STATE =
      Pattern.compile(
          "\\.?((pass|links|machine|metrics)\\.properties|(reloads|installed)\\.json|digest\\.key"
              + "|java-error\\.log|RENEWED_DOMAINS|AKVVM_(LINKS|RENEWED|VERSIONS))(\\.tmp|\\.new)?");

  private static final Pattern LOCK =
      Pattern.compile("(command|agent|reload|action|forward|reloads\\.json)\\.lock");

  /**
   * The state folder that goes with a package unpacked to {@code
   * /var/lib/waagent/<name>-<version>}. The launcher, a shell script, derives the same path.
   */
  public static StateFolder besideWaagent(Path home) {
    return new StateFolder(
        HandlerEnvironment.guestAgentFolder(home).resolve("../akvvm").normalize());
  }

  /** Creates the folder, readable by root only. */
  public void create() throws IOException {
    DurableFiles.createDirectories(path, Modes.PRIVATE_DIRECTORY);
  }

  /** Held by a handler command while it looks at the agent and changes it. */
  public Path commandLock() {
    return path.resolve("command.lock");
  }

  /**
   * Held by the launcher and the agent for as long as one of them lives; its content says who they
   * are.
   */
  public Path agentLock() {
    return path.resolve("agent.lock");
  }

  /** What a pass tells the next, and the launcher: see {@link PassState}. */
  public Path passState() {
    return path.resolve("pass.properties");
  }

  /** What is still to do after renewals. */
  public Path reloads() {
    return path.resolve("reloads.json");
  }

  /** Held by the one process that runs actions after renewals. */
  public Path reloadLock() {
    return path.resolve("reload.lock");
  }

  /** Held while a program of the operator's runs, whichever process started it. */
  public Path actionLock() {
    return path.resolve("action.lock");
  }

  /** Which names in the stores the agent made, so that it removes no others. */
  public Path ledger() {
    return path.resolve("links.properties");
  }

  /** Log lines that their receiver has not acknowledged yet. */
  public Path forwardedLines() {
    return path.resolve("forward");
  }

  /** What counters in metrics have come to. */
  public Path metrics() {
    return path.resolve("metrics.properties");
  }

  /** Which machine the state is of: see {@link StateOrigin}. */
  public Path machine() {
    return path.resolve("machine.properties");
  }

  /**
   * Every file with something that is remembered here, but for which machine that is of.
   *
   * @throws IOException when the folder cannot be read
   */
  public List<Path> remembered() throws IOException {
    List<Path> files = files(STATE.asMatchPredicate(), LOCK.asMatchPredicate().negate());
    files.remove(machine());
    return files;
  }

  /**
   * Every file of the agent's that is here, locks too.
   *
   * @throws IOException when the folder cannot be read
   */
  public List<Path> everything() throws IOException {
    return files(STATE.asMatchPredicate().or(LOCK.asMatchPredicate()), _ -> true);
  }

  /**
   * @param forwarded which of the files in the folder of log lines, where everything is the agent's
   */
  private List<Path> files(Predicate<String> here, Predicate<String> forwarded) throws IOException {
    List<Path> files = new ArrayList<>(DurableFiles.named(here, path));
    files.addAll(DurableFiles.named(forwarded, forwardedLines()));
    return files;
  }

  /** What the agent installed, so that it believes no other files. */
  public Path installed() {
    return path.resolve("installed.json");
  }

  /** The key of the digests in that: without it nothing can be guessed from them. */
  public Path digestKey() {
    return path.resolve("digest.key");
  }
}
