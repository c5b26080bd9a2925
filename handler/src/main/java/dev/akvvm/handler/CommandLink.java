package dev.akvvm.handler;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.text.PrintableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code akvvm} on the PATH: a link to one version's {@code bin/handler}, for people. The extension
 * works without it, so nothing that keeps it from being made or removed is a failure.
 *
 * @param home the package the command belongs to
 * @param folders where the link may lie, the first that takes it wins
 */
record CommandLink(Path home, List<Path> folders) {
  private static final String NAME = "akvvm";
  private static final String PROGRAM = "bin/handler";

  /** {@code Publisher.Type-version}, as the guest agent names a package's folder. */
  private static final Pattern PACKAGE = Pattern.compile("(.+)-[^-]+");

  CommandLink {
    folders = List.copyOf(folders);
  }

  /** Makes the link, and tells in a line what came of it. */
  String place() {
    String obstacle = "there is no " + folders.getFirst();
    for (Path folder : folders) {
      Path link = folder.resolve(NAME);
      if (isSomebodyElses(link)) {
        return without(link + " is not this extension's and stays");
      }
      try {
        if (Files.isDirectory(folder)) {
          DurableFiles.switchLink(link, program());
          return "the command " + NAME + " is " + link;
        }
      } catch (IOException e) {
        obstacle = link + " cannot be made: " + IoReason.of(e);
      }
    }
    return without(obstacle);
  }

  /** Removes the link if it leads into this package: in an upgrade another's may be there. */
  void remove() {
    for (Path folder : folders) {
      Path link = folder.resolve(NAME);
      try {
        if (Files.isSymbolicLink(link) && target(link).startsWith(home)) {
          Files.delete(link);
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

  private boolean isSomebodyElses(Path link) {
    if (!Files.exists(link, NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      return !Files.isSymbolicLink(link)
          || (Files.exists(link) && !isProgramOfAnyVersion(target(link)));
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

  private static Path target(Path link) throws IOException {
    return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
  }
}
