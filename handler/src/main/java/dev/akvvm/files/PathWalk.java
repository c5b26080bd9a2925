package dev.akvvm.files;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One walk: opens each component relative to the one before, follows links itself, and records who
 * could have changed what.
 */
final class PathWalk {
  /** As many as the kernel follows. */
  private static final int MOST_LINKS = 40;

  private final ActingAs acting;
  private final Deque<String> left = new ArrayDeque<>();
  private final Set<PathWeakness> weaknesses = new LinkedHashSet<>();
  private Descriptor current;
  private Path resolved = Path.of("/");
  private List<String> missing = List.of();
  private Optional<Path> bentLink = Optional.empty();
  private Optional<IOException> failure = Optional.empty();
  private int links;

  PathWalk(ActingAs acting) throws IOException {
    this.acting = acting;
    this.current = Descriptor.root(acting.kernel());
  }

  WalkedPath to(Path path) throws IOException {
    try {
      push(path);
      while (!left.isEmpty() && missing.isEmpty()) {
        stepOrStop(left.pop());
      }
      noteOthers(missing.isEmpty());
      if (failure.isPresent() && weaknesses.isEmpty()) {
        throw failure.get();
      }
      return new WalkedPath(path, acting, this);
    } catch (IOException e) {
      current.close();
      throw e;
    }
  }

  private void push(Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      left.push(path.getName(i).toString());
    }
  }

  private void stepOrStop(String name) {
    try {
      step(name);
    } catch (IOException e) {
      failure = Optional.of(e);
      missing = rest(name);
    }
  }

  private List<String> rest(String name) {
    List<String> rest = new ArrayList<>(List.of(name));
    rest.addAll(left);
    return rest;
  }

  private void step(String name) throws IOException {
    if (name.isEmpty() || name.equals(".")) {
      return;
    }
    if (name.equals("..")) {
      enter("..", Optional.ofNullable(resolved.getParent()).orElse(resolved));
      return;
    }
    Optional<FileFacts> found = current.facts(name);
    if (found.isEmpty()) {
      missing = rest(name);
      refuseUpwards();
      return;
    }
    Path next = resolved.resolve(name);
    if (found.get().kind() == FileFacts.Kind.LINK) {
      follow(name, next);
      return;
    }
    noteOthers(found.get(), next);
    if (found.get().kind() != FileFacts.Kind.DIRECTORY) {
      throw new NotDirectoryException(next.toString());
    }
    enter(name, next);
  }

  private void noteOthers(boolean isWhole) throws IOException {
    weaknesses.addAll(new Changeable(resolved, current, acting).byOthers(isWhole));
  }

  private void noteOthers(FileFacts entry, Path path) throws IOException {
    weaknesses.addAll(new Changeable(resolved, current, acting).byOthersThan(entry.owner(), path));
  }

  /** What is missing is created by name, and these are not names. */
  private void refuseUpwards() throws IOException {
    missing.removeIf(name -> name.isEmpty() || name.equals("."));
    if (missing.contains("..")) {
      throw new FileSystemException(
          resolved.toString(), null, "a path through a missing directory goes upwards again");
    }
  }

  private void enter(String name, Path next) throws IOException {
    move(current.open(name, next.toString(), OpenFlags.PATH | OpenFlags.DIRECTORY, 0), next);
  }

  private void move(Descriptor directory, Path path) {
    current.close();
    current = directory;
    resolved = path;
  }

  private void follow(String name, Path link) throws IOException {
    links++;
    if (links > MOST_LINKS) {
      throw new FileSystemException(link.toString(), null, "leads through too many links");
    }
    Path target;
    // Owner and target must be those of the same link.
    try (Descriptor handle = current.open(name, OpenFlags.PATH, 0)) {
      noteOthers(handle.facts(), link);
      target = handle.linkTarget("").orElseThrow(() -> new NotDirectoryException(link.toString()));
    }
    if (!weaknesses.isEmpty() && bentLink.isEmpty()) {
      bentLink = Optional.of(link);
    }
    if (target.isAbsolute()) {
      move(Descriptor.root(acting.kernel()), Path.of("/"));
    }
    push(target);
  }

  Descriptor current() {
    return current;
  }

  Path resolved() {
    return resolved;
  }

  List<String> missing() {
    return List.copyOf(missing);
  }

  List<PathWeakness> weaknesses() {
    return List.copyOf(weaknesses);
  }

  Optional<IOException> failure() {
    return failure;
  }

  Optional<Path> bentLink() {
    return bentLink;
  }

  /**
   * Who else can change what a directory's names stand for.
   *
   * @param path the directory's
   */
  private record Changeable(Path path, Descriptor directory, ActingAs acting) {
    /**
     * Judged as the last directory that exists.
     *
     * @param isWhole whether it is the one the path names; else one is created in it, which no one
     *     else can remove where the directory is sticky
     */
    List<PathWeakness> byOthers(boolean isWhole) throws IOException {
      FileFacts facts = directory.facts();
      List<PathWeakness> found = owner(facts);
      if (isWhole || !facts.isSticky()) {
        found.addAll(writers(facts));
      }
      return found;
    }

    /**
     * Judged on the way to one of its entries. In a sticky directory only the owners of the entry
     * and of the directory can remove the entry.
     */
    List<PathWeakness> byOthersThan(int entryOwner, Path entry) throws IOException {
      FileFacts facts = directory.facts();
      List<PathWeakness> found = owner(facts);
      if (!facts.isSticky()) {
        found.addAll(writers(facts));
      } else if (!acting.trusts(entryOwner) && !writers(facts).isEmpty()) {
        found.add(new PathWeakness(entry, true, Optional.of(AclEntry.user(entryOwner))));
      }
      return found;
    }

    private List<PathWeakness> owner(FileFacts facts) {
      List<PathWeakness> found = new ArrayList<>();
      if (!acting.trusts(facts.owner())) {
        found.add(new PathWeakness(path, true, Optional.of(AclEntry.user(facts.owner()))));
      }
      return found;
    }

    private List<PathWeakness> writers(FileFacts facts) throws IOException {
      List<PathWeakness> found = new ArrayList<>();
      if (facts.isWorldWritable()) {
        found.add(new PathWeakness(path, false, Optional.empty()));
      }
      if (facts.isGroupWritable()) {
        for (AclEntry each : acl(facts).writers(facts.group())) {
          if (each.kind() == AclEntry.Kind.GROUP || !acting.trusts(each.id())) {
            found.add(new PathWeakness(path, false, Optional.of(each)));
          }
        }
      }
      return found;
    }

    /** With an ACL the group's bits are its mask, which limits everyone it names. */
    private PosixAcl acl(FileFacts facts) throws IOException {
      try (Descriptor readable = directory.reopenDirectory()) {
        return AclAttribute.read(readable, facts);
      } catch (AccessDeniedException e) {
        // A server that does not believe root: what it enforces is its own.
        return PosixAcl.ofMode(facts.mode());
      }
    }
  }
}
