package dev.akvvm.command;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.text.PrintableWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code akvvm} on the PATH: a link to one version's {@code bin/handler}, for people. The extension
 * works without it, so a link that cannot be made or removed is not a failure.
 *
 * @param home the package the command belongs to
 * @param folders where the link may be; the first in which it can be made wins
 */
record CommandLink(Path home, List<Path> folders) {
  private static final String NAME = "akvvm";
  private static final String PROGRAM = "bin/handler";

  /** {@code Publisher.Type-version}, as the guest agent names a package's folder. */
  private static final Pattern PACKAGE = Pattern.compile("(.+)-[^-]+");

  CommandLink {
    folders = List.copyOf(folders);
  }

  /** Makes the link, and says in one line how that went. */
  String place() {
    String reason = "there is no " + folders.getFirst();
    for (Path folder : folders) {
      Path link = folder.resolve(NAME);
      try {
        if (isSomebodyElses(link)) {
          return without(link + " is not this extension's and stays");
        }
        DurableFiles.switchLink(link, program());
        return "the command " + NAME + " is " + link;
      } catch (NoSuchFileException e) {
        // The next folder may be there.
      } catch (IOException e) {
        reason = link + " cannot be made: " + IoReason.of(e);
      }
    }
    return without(reason);
  }

  /**
   * Removes the link if it leads into this package: during an upgrade it may be another version's.
   */
  void remove() {
    for (Path folder : folders) {
      Path link = folder.resolve(NAME);
      try {
        if (target(link).filter(target -> target.startsWith(home)).isPresent()) {
          DurableFiles.delete(link);
        }
      } catch (IOException e) {
        PrintableWriter.standardOutput().println("note: " + link + " stays: " + IoReason.of(e));
      }
    }
  }

  private String without(String reason) {
    return "note: no command " + NAME + ": " + reason + "; use " + program();
  }

  private Path program() {
    return home.resolve(PROGRAM);
  }

  private boolean isSomebodyElses(Path link) throws IOException {
    Optional<Path> target = target(link);
    return target.isEmpty()
        ? DurableFiles.facts(link).isPresent()
        : !isProgramOfAnyVersion(target.get()) && exists(target.get());
  }

  /** What cannot be examined counts as existing: it may be someone's. */
  private static boolean exists(Path file) {
    try {
      return DurableFiles.facts(file).isPresent();
    } catch (IOException e) {
      return true;
    }
  }

  private boolean isProgramOfAnyVersion(Path target) {
    Path folder = target.resolve("../..").normalize();
    return target.endsWith(PROGRAM) && handlerName(folder).equals(handlerName(home));
  }

  private static String handlerName(Path folder) {
    String name = String.valueOf(folder.getFileName());
    Matcher matcher = PACKAGE.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }

  /** Where a link leads; empty when it is not a link, or does not exist. */
  private static Optional<Path> target(Path link) throws IOException {
    return DurableFiles.linkTarget(link).map(target -> link.resolveSibling(target).normalize());
  }
}
