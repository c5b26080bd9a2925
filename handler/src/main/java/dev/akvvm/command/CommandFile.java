package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import dev.akvvm.text.PrintableWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code akvvm} on the PATH: a small script that starts one version's {@code bin/handler}, and
 * shows users who cannot reach that what everyone may know. Earlier versions made a link instead.
 * The extension works without it, so one that cannot be made or removed is not a failure.
 *
 * @param home the package the command belongs to
 * @param folders where it may be; the first in which it can be made wins
 */
record CommandFile(Path home, List<Path> folders) {
  private static final String NAME = "akvvm";
  private static final String PROGRAM = "bin/handler";
  private static final int MAX_BYTES = 64 * 1024;

  /** {@code Publisher.Type-version}, as the guest agent names a package's folder. */
  private static final Pattern PACKAGE = Pattern.compile("(.+)-[^-]+");

  /** The line of the script that names its package. */
  private static final Pattern HOME = Pattern.compile("(?m)^home='(/.*)'$");

  CommandFile {
    folders = List.copyOf(folders);
  }

  /** Makes the command, and says in one line how that went. */
  String place() {
    try {
      return place(script());
    } catch (IOException e) {
      return without("the package is incomplete: " + IoReason.of(e));
    }
  }

  private String place(byte[] script) {
    String reason = "there is no " + folders.getFirst();
    for (Path folder : folders) {
      Path file = folder.resolve(NAME);
      try {
        if (isSomebodyElses(file)) {
          return without(file + " is not this extension's and stays");
        }
        DurableFiles.replace(file, script, Modes.PUBLIC_PROGRAM);
        return "the command " + NAME + " is " + file;
      } catch (NoSuchFileException e) {
        // The next folder may be there.
      } catch (IOException e) {
        reason = file + " cannot be made: " + IoReason.of(e);
      }
    }
    return without(reason);
  }

  private byte[] script() throws IOException {
    String template =
        new String(DurableFiles.read(home.resolve("bin").resolve(NAME), MAX_BYTES), UTF_8);
    return template
        .replace("@HOME@", "'" + home.toString().replace("'", "'\\''") + "'")
        .getBytes(UTF_8);
  }

  /** Removes the command if it is this package's: during an upgrade it may be another version's. */
  void remove() {
    for (Path folder : folders) {
      Path file = folder.resolve(NAME);
      try {
        if (packageOf(file).filter(home::equals).isPresent()) {
          DurableFiles.delete(file);
        }
      } catch (IOException e) {
        PrintableWriter.standardOutput().println("note: " + file + " stays: " + IoReason.of(e));
      }
    }
  }

  private String without(String reason) {
    return "note: no command " + NAME + ": " + reason + "; use " + home.resolve(PROGRAM);
  }

  private boolean isSomebodyElses(Path file) throws IOException {
    Optional<Path> target = target(file);
    if (target.isPresent() && !exists(target.get())) {
      return false;
    }
    return DurableFiles.facts(file).isPresent()
        && packageOf(file).filter(other -> handlerName(other).equals(handlerName(home))).isEmpty();
  }

  /** What cannot be examined counts as existing: it may be someone's. */
  private static boolean exists(Path file) {
    try {
      return DurableFiles.facts(file).isPresent();
    } catch (IOException e) {
      return true;
    }
  }

  /** The package whose command it is; empty if it is no package's. */
  private static Optional<Path> packageOf(Path file) throws IOException {
    Optional<Path> target = target(file);
    if (target.isPresent()) {
      return target
          .filter(program -> program.endsWith(PROGRAM))
          .map(program -> program.resolve("../..").normalize());
    }
    if (DurableFiles.facts(file).filter(CommandFile::mayBeOurs).isEmpty()) {
      return Optional.empty();
    }
    Matcher home = HOME.matcher(new String(DurableFiles.read(file, MAX_BYTES), UTF_8));
    return home.find()
        ? Optional.of(Path.of(home.group(1).replace("'\\''", "'")))
        : Optional.empty();
  }

  private static boolean mayBeOurs(FileFacts facts) {
    return facts.kind() == FileFacts.Kind.FILE && facts.size() <= MAX_BYTES;
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
