package dev.akvvm.service;

import dev.akvvm.files.Directory;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.WalkedPath;
import dev.akvvm.ownership.StoreOwner;
import dev.akvvm.ownership.StoreOwners;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.text.PrintableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the agent may change; the rest of the machine it can only read. Where stores are is the
 * operator's choice, so the sandbox follows the settings: it opens directories, without links, that
 * no one but root can replace.
 *
 * @param folders what may be changed, absolute
 * @param actsAsUsers whether a store is written with its user's rights
 * @param runsActions whether there is something to do after renewals, which is left to systemd
 */
record Sandbox(List<Path> folders, boolean actsAsUsers, boolean runsActions) {
  private static final List<Path> HOMES =
      Stream.of("/home", "/root", "/run/user").map(Path::of).toList();
  private static final List<Path> TEMPORARY = Stream.of("/tmp", "/var/tmp").map(Path::of).toList();

  Sandbox {
    folders = List.copyOf(folders);
  }

  /**
   * For an agent with these settings, as the machine is now. A store that cannot be examined stays
   * closed.
   *
   * @param threads on which stores are examined
   * @param own what it needs whatever the settings say: its state, log and status
   * @param guestAgentFolder the guest agent's own folder, which it closes to others time and again,
   *     so readers of a store below it have to be let in each time
   * @param hasHooks whether root has put programs where they are run after each renewal
   */
  static Sandbox of(
      ExtensionSettings settings,
      StoreThreads threads,
      Collection<Path> own,
      Path guestAgentFolder,
      boolean hasHooks) {
    StoreOwners owners = new StoreOwners(settings.certificates());
    Set<Path> folders = new TreeSet<>(own);
    boolean actsAsUsers = false;
    for (Path store : settings.stores()) {
      try {
        StoreOwners.Reach reach = threads.run(store, () -> owners.reach(store));
        folders.addAll(reach.anchors());
        actsAsUsers |= reach.owner() instanceof StoreOwner.User;
        if (reach.resolved().startsWith(real(guestAgentFolder)) && hasReaders(settings, store)) {
          folders.add(guestAgentFolder);
        }
      } catch (IOException e) {
        PrintableWriter.standardOutput()
            .println(
                "warning: the store %s stays closed to the service: %s"
                    .formatted(store, IoReason.behind(store, e)));
      }
    }
    settings
        .metricsFile()
        .map(Path::getParent)
        .filter(folder -> isOpenFor(folder, threads))
        .ifPresent(folders::add);
    boolean runsActions =
        hasHooks
            || settings.certificates().stream()
                .anyMatch(each -> !each.onRenewal().equals(OnRenewal.NOTHING));
    return new Sandbox(
        folders.stream().map(Path::normalize).distinct().toList(), actsAsUsers, runsActions);
  }

  /** Only where nobody but root can write, or change where it is. */
  private static boolean isOpenFor(Path metrics, StoreThreads threads) {
    try {
      return threads.run(
          metrics,
          () -> {
            try (Directory _ = DurableFiles.open(metrics)) {
              return true;
            }
          });
    } catch (IOException e) {
      PrintableWriter.standardOutput()
          .println("warning: the folder of metrics stays closed to the service: " + IoReason.of(e));
      return false;
    }
  }

  private static boolean hasReaders(ExtensionSettings settings, Path store) {
    return settings.certificates().stream()
        .map(ObservedCertificate::placement)
        .anyMatch(each -> each.store().equals(store) && !each.grants().isEmpty());
  }

  /**
   * The folders to show where the rest of the machine is hidden: in home directories and
   * directories for temporary files. A folder that is reached through a link has two names there.
   */
  List<Path> inCoveredPlaces() {
    return folders.stream()
        .flatMap(folder -> Stream.of(folder, real(folder)))
        .filter(Sandbox::isCovered)
        .distinct()
        .toList();
  }

  /** Those that are elsewhere, by whatever name. */
  List<Path> elsewhere() {
    return folders.stream()
        .filter(folder -> !isCovered(folder) && !isCovered(real(folder)))
        .toList();
  }

  /**
   * Where the agent itself is, to be shown for reading if it would be hidden: the guest agent's
   * folder may be anywhere ({@code Lib.Dir}).
   *
   * @param program the folder that it and what it reads is in
   */
  Optional<Path> hidden(Path program) {
    return isCovered(program) && !folders.contains(program)
        ? Optional.of(program)
        : Optional.empty();
  }

  /** Whether any, or where the agent itself is, is in a home directory. */
  boolean reachesHomes(Path program) {
    return Stream.concat(inCoveredPlaces().stream(), Stream.of(program))
        .anyMatch(folder -> isIn(folder, HOMES));
  }

  private static boolean isCovered(Path folder) {
    return isIn(folder, HOMES) || isIn(folder, TEMPORARY);
  }

  private static boolean isIn(Path folder, List<Path> parents) {
    return parents.stream().anyMatch(folder::startsWith);
  }

  /** Without links. */
  private static Path real(Path folder) {
    try (WalkedPath walked = WalkedPath.of(folder)) {
      return walked.resolved();
    } catch (IOException e) {
      // Not a directory: nothing will be written there.
      return folder;
    }
  }
}
