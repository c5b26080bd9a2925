package dev.akvvm.handler;

import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders the agent may change; the rest of the machine it can only read. Where stores lie is
 * the operator's choice, so the walls stand where the settings put them.
 *
 * @param folders absolute
 */
record Sandbox(List<Path> folders) {
  private static final List<Path> HOMES =
      Stream.of("/home", "/root", "/run/user").map(Path::of).toList();
  private static final List<Path> TEMPORARY = Stream.of("/tmp", "/var/tmp").map(Path::of).toList();

  Sandbox {
    folders = List.copyOf(folders);
  }

  /**
   * For an agent with these settings.
   *
   * @param own what it needs whatever the settings say: its state, log and status
   * @param guestAgentFolder the guest agent closes it to others time and again, so whoever shall
   *     read a store below it has to be let in each time
   */
  static Sandbox of(ExtensionSettings settings, Collection<Path> own, Path guestAgentFolder) {
    Stream<Path> opened =
        settings.certificates().stream().anyMatch(each -> isLetIn(each, guestAgentFolder))
            ? Stream.of(guestAgentFolder)
            : Stream.empty();
    return new Sandbox(
        Stream.of(own.stream(), settings.stores().stream(), opened)
            .flatMap(paths -> paths)
            .map(Path::normalize)
            .distinct()
            .sorted()
            .toList());
  }

  private static boolean isLetIn(ObservedCertificate certificate, Path guestAgentFolder) {
    return !certificate.placement().grants().isEmpty()
        && real(certificate.placement().store()).startsWith(real(guestAgentFolder));
  }

  /**
   * What the agent shall see where it sees nothing else of the machine's: in home directories and
   * in those for temporary files. A folder that is reached by a link may have two names there.
   */
  List<Path> inCoveredPlaces() {
    return folders.stream()
        .flatMap(folder -> Stream.of(folder, real(folder)))
        .filter(Sandbox::isCovered)
        .distinct()
        .toList();
  }

  /** Those that lie elsewhere, by whatever name. */
  List<Path> elsewhere() {
    return folders.stream()
        .filter(folder -> !isCovered(folder) && !isCovered(real(folder)))
        .toList();
  }

  /** Whether any lies in a home directory. */
  boolean reachesHomes() {
    return inCoveredPlaces().stream().anyMatch(folder -> isIn(folder, HOMES));
  }

  private static boolean isCovered(Path folder) {
    return isIn(folder, HOMES) || isIn(folder, TEMPORARY);
  }

  private static boolean isIn(Path folder, List<Path> parents) {
    return parents.stream().anyMatch(folder::startsWith);
  }

  /** A folder may be reached by a link. */
  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      // Not there yet: it is made where its name says.
      return folder;
    }
  }
}
