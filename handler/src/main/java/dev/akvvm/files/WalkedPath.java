package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The way from the root directory to a directory, walked one component at a time by handles, as
 * systemd-tmpfiles and sshd's StrictModes look at it: who beside root could have led it elsewhere.
 * What is opened at its end is what was looked at, whatever happens to the names meanwhile.
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
   * @throws IOException when a component is not a directory, or leads in a circle, and nobody but
   *     root can have made it so; what somebody else can have put in the way is met when the
   *     directory is opened
   */
  public static WalkedPath of(Path path) throws IOException {
    return of(path, ActingAs.thisProcess());
  }

  /**
   * True when all of the path that is there is directories of root's to which nobody else can
   * write: then {@link #weaknesses()} would be none. False says nothing. Calls nothing of the C
   * library, of which the first call costs the start of a program 50 ms.
   */
  public static boolean isPlainlyRoots(Path path) {
    return PlainPath.isRootsAlone(path);
  }

  /** Walks with somebody's rights. */
  public static WalkedPath of(Path path, ActingAs acting) throws IOException {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
    return new PathWalk(acting).to(path);
  }

  /** Where somebody else than root can change the path, from the root on; none in a safe one. */
  public List<PathWeakness> weaknesses() {
    return weaknesses;
  }

  /** A link that somebody else than root may have made: only that user's own rights may follow. */
  Optional<Path> bentLink() {
    return bentLink;
  }

  /** True when all of it is there, and can be opened. */
  public boolean exists() {
    return missing.isEmpty();
  }

  /** The path without links; what is missing stands at its end as it was given. */
  public Path resolved() {
    return missing.stream().reduce(resolved, Path::resolve, Path::resolve);
  }

  /** The part of it that is there, without links. */
  public Path existing() {
    return resolved;
  }

  /**
   * Whether nothing can be written there, because the part that is there lies on a read-only mount.
   */
  public boolean isReadOnly() {
    return deepest.isReadOnly();
  }

  /** What the kernel knows of the part of it that is there. */
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

  /** Opens the part of it that is there. */
  public Directory openExisting() throws IOException {
    refuseObstacle();
    return Directory.of(deepest, acting, resolved);
  }

  /**
   * Opens the directory, made with {@code mode} if it was missing, and what is missing above it
   * with 0755: that is not only ours to use. A directory that existed keeps the mode its owner gave
   * it.
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

  /** Whoever was faster must be trusted, and must not have let others in. */
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
