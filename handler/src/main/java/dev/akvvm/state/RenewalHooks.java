package dev.akvvm.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of executables that are run after each renewal, whatever the settings say. This class
 * only finds what there is to run; {@code bin/run_checked} decides, right before, whether that is
 * safe.
 *
 * @param folder absolute
 * @param base the part of its path that is not checked
 */
public record RenewalHooks(Path folder, Path base) {
  /** Set in the service's environment when its sandbox keeps it from running anything. */
  public static final String UNAVAILABLE = "AKVVM_WITHOUT_ACTIONS";

  private static final int WRITABLE_FOR_OTHERS = 0022;

  /** The folder of this machine, named as certbot's. */
  public static RenewalHooks ofMachine() {
    return new RenewalHooks(Path.of("/etc/akvvm/renewal-hooks/deploy"), Path.of("/"));
  }

  /**
   * What to run, in the order of names. If others than root can decide what is in the folder, or if
   * that cannot be determined, the folder itself is listed instead of its hooks: running it fails,
   * and says why.
   */
  public List<Path> list() {
    try {
      if (!isRoots(folder, base)) {
        return List.of(folder);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      return List.of(folder);
    }
    try {
      return isRoots(folder.toRealPath(), base) ? hooks() : List.of(folder);
    } catch (IOException e) {
      return List.of(folder);
    }
  }

  private List<Path> hooks() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(RenewalHooks::isHook).sorted().toList();
    }
  }

  /** Whether each directory and link on the way is root's, and writable for no one else. */
  private static boolean isRoots(Path path, Path base) throws IOException {
    Path at = path.startsWith(base) ? base : path.getRoot();
    for (Path name : at.relativize(path)) {
      at = at.resolve(name);
      boolean isWritable =
          !Files.isSymbolicLink(at)
              && ((int) Files.getAttribute(at, "unix:mode", NOFOLLOW_LINKS) & WRITABLE_FOR_OTHERS)
                  != 0;
      if (!isOfRoot(at) || isWritable) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfRoot(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS).equals(0);
  }

  /**
   * An editor's leftovers do not count, as with certbot. A file that is not root's may become
   * executable at any time, so it counts. A dangling link counts too: it may lead to what the
   * sandbox hides from the agent.
   */
  private static boolean isHook(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.startsWith(".") || name.endsWith("~")) {
      return false;
    }
    try {
      return isOfRoot(file)
          ? (Files.isRegularFile(file) && Files.isExecutable(file))
              || (Files.isSymbolicLink(file) && Files.notExists(file))
          : !Files.isDirectory(file, NOFOLLOW_LINKS);
    } catch (IOException e) {
      // It is gone by now.
      return false;
    }
  }
}
