package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The way from the root directory to a directory, walked one component at a time by handles, as
 * systemd-tmpfiles and sshd's StrictModes judge it: who besides root could have redirected it. What
 * is opened at its end is what was judged, whatever happens to the names meanwhile.
 */
public final class WalkedPath implements AutoCloseable {
  private final Path path;
  private final ActingAs acting;
  private final Descriptor deepest;
  private final Path resolved;
  private final List<String> missing;
  private final List<PathWeakness> weaknesses;
  private final Optional<Path> bentLink;
  private final Optional<IOException> failure;

  WalkedPath(Path path, ActingAs acting, PathWalk walk) {
    this.path = path;
    this.acting = acting;
    this.deepest = walk.current();
    this.resolved = walk.resolved();
    this.missing = walk.missing();
    this.weaknesses = walk.weaknesses();
    this.bentLink = walk.bentLink();
    this.failure = walk.failure();
  }

  /**
   * Walks with the rights of this process.
   *
   * @param path absolute
   * @throws IOException when a component is not a directory, or leads in a circle, and only root
   *     can have made it so; what someone else can have put in the way is reported when the
   *     directory is opened
   */
  public static WalkedPath of(Path path) throws IOException {
    return of(path, ActingAs.thisProcess());
  }

  /**
   * True when all existing components of the path are directories of root's to which no one else
   * can write: {@link #weaknesses()} would then be empty. False means nothing. Does not use the C
   * library, whose first call costs the start of a program 50 ms.
   */
  public static boolean isPlainlyRoots(Path path) {
    return PlainPath.isRootsAlone(path);
  }

  /** Walks with the given rights. */
  public static WalkedPath of(Path path, ActingAs acting) throws IOException {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
    return new PathWalk(acting).to(path);
  }

  /** Where someone other than root can change the path, from the root on; empty for a safe one. */
  public List<PathWeakness> weaknesses() {
    return weaknesses;
  }

  /**
   * A link that someone other than root may have made: to be followed only with that user's own
   * rights.
   */
  Optional<Path> bentLink() {
    return bentLink;
  }

  /** True when all of it exists and can be opened. */
  public boolean exists() {
    return missing.isEmpty();
  }

  /** The path without links; what is missing is appended as it was given. */
  public Path resolved() {
    return missing.stream().reduce(resolved, Path::resolve, Path::resolve);
  }

  /** The part of it that exists, without links. */
  public Path existing() {
    return resolved;
  }

  /** Whether nothing can be written there, because the part that exists is on a read-only mount. */
  public boolean isReadOnly() {
    return deepest.isReadOnly();
  }

  /** What the kernel knows of the part that exists. */
  FileFacts facts() throws IOException {
    return deepest.facts();
  }

  /**
   * Opens the directory.
   *
   * @throws NoSuchFileException when a part of the path is missing
   */
  public Directory open() throws IOException {
    refuseObstacle();
    if (!exists()) {
      throw new NoSuchFileException(path.toString());
    }
    return Directory.of(deepest, acting, path);
  }

  private void refuseObstacle() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Opens the part that exists. */
  public Directory openExisting() throws IOException {
    refuseObstacle();
    return Directory.of(deepest, acting, resolved);
  }

  /**
   * Opens the directory, created with {@code mode} if it was missing, and what is missing above it
   * with 0755, because others may use that too. A directory that existed keeps the mode its owner
   * gave it.
   *
   * @param mode nine bits
   */
  public Directory make(int mode) throws IOException {
    if (exists()) {
      return open();
    }
    Directory directory = openExisting();
    for (int i = 0; i < missing.size(); i++) {
      boolean isLast = i == missing.size() - 1;
      try (Directory parent = directory) {
        directory = makeIn(parent, missing.get(i), isLast ? mode : 0755);
      }
    }
    return directory.named(path);
  }

  /** If another process was faster, its directory must be trusted and closed to others. */
  private Directory makeIn(Directory parent, String name, int mode) throws IOException {
    Directory made = parent.makeSubdirectory(name, mode);
    try {
      FileFacts facts = made.facts();
      made.refuseUnless(acting.trusts(facts.owner()) && !facts.isWritableByOthers());
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  @Override
  public void close() {
    deepest.close();
  }
}
