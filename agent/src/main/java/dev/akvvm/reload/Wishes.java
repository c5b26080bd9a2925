package dev.akvvm.reload;

import dev.akvvm.files.IoReason;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done when a certificate has changed.
 *
 * @param hooks the folder whose executables are run for every certificate, as certbot does
 */
record Wishes(Path hooks) {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");

  /** Nothing in the settings is about hooks, so neither is their time. */
  private static final Duration HOOK_TIMEOUT = Duration.ofMinutes(5);

  static Wishes ofMachine() {
    return new Wishes(Path.of("/etc/akvvm/renewal-hooks/deploy"));
  }

  /** In the order in which it is done. */
  List<Action> of(ObservedCertificate certificate) {
    OnRenewal wanted = certificate.onRenewal();
    List<Action> actions = new ArrayList<>();
    for (String unit : wanted.reload()) {
      actions.add(Action.unit(Action.Kind.RELOAD, unit, wanted.check(), wanted.timeout()));
    }
    for (String unit : wanted.restart()) {
      actions.add(Action.unit(Action.Kind.RESTART, unit, wanted.check(), wanted.timeout()));
    }
    if (!wanted.run().isEmpty()) {
      actions.add(new Action(Action.Kind.RUN, wanted.run(), wanted.check(), wanted.timeout()));
    }
    actions.addAll(hookActions());
    return actions;
  }

  private List<Action> hookActions() {
    try (Stream<Path> files = Files.list(hooks)) {
      return files
          .filter(Wishes::isHook)
          .sorted()
          .map(
              file ->
                  new Action(Action.Kind.HOOK, List.of(file.toString()), List.of(), HOOK_TIMEOUT))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      LOG.warn("cannot look for hooks: {}", IoReason.of(e));
      return List.of();
    }
  }

  /**
   * An editor's leftovers are none, as for certbot. A link that leads nowhere may lead to what the
   * sandbox hides from the agent.
   */
  private static boolean isHook(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean isProgram = Files.isRegularFile(file) && Files.isExecutable(file);
    return !name.startsWith(".")
        && !name.endsWith("~")
        && (isProgram || (Files.isSymbolicLink(file) && Files.notExists(file)));
  }
}
