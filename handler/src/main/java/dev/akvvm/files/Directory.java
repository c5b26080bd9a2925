package dev.akvvm.files;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open directory. Every operation is on names in this very directory, wherever the directory's
 * own name leads meanwhile, and never goes through a link in it.
 *
 * <p>Writes survive a crash at any step: a reader of the name sees the old content or the new one,
 * complete, and once a method has returned the new one is on the disk. The temporary file is beside
 * its target, under a name derived from it, so what a crash leaves is overwritten by the next write
 * instead of piling up. Callers must therefore not write the same name from two threads or
 * processes at once; the project's locks ensure that.
 */
public final class Directory implements AutoCloseable {
  private static final int OWNER_ONLY = 0600;

  private final Descriptor directory;
  private final ActingAs acting;
  private final Path path;

  private Directory(Descriptor directory, ActingAs acting, Path path) {
    this.directory = directory;
    this.acting = acting;
    this.path = path;
  }

  /** Opens for reading what was only a handle. */
  static Directory of(Descriptor handle, ActingAs acting, Path path) throws IOException {
    return new Directory(handle.reopenDirectory(), acting, path);
  }

  /** The name by which it was opened. */
  public Path path() {
    return path;
  }

  /** With whose rights it was opened, and who owns files that are created in it. */
  public FileIdentity identity() {
    return acting.identity();
  }

  /** What the kernel knows of the directory itself. */
  public FileFacts facts() throws IOException {
    return directory.facts();
  }

  /** What a name stands for, which may be a link; empty when there is none. */
  public Optional<FileFacts> facts(String name) throws IOException {
    return directory.facts(checked(name));
  }

  /** Where a link leads; empty when the name is not a link, or does not exist. */
  public Optional<Path> linkTarget(String name) throws IOException {
    return directory.linkTarget(checked(name));
  }

  /**
   * Opens a regular file for reading.
   *
   * @throws java.nio.file.NoSuchFileException when there is none of that name
   * @throws FileSystemException when it is a link, a directory, a FIFO or a device
   */
  public OpenFile open(String name) throws IOException {
    return OpenFile.of(
        directory.open(checked(name), OpenFlags.READ | OpenFlags.NONBLOCK, 0), identity());
  }

  /**
   * The content of a regular file.
   *
   * @param most in bytes
   * @throws java.nio.file.NoSuchFileException when there is none of that name
   * @throws FileSystemException when it is larger, or a link, a directory, a FIFO or a device
   */
  public byte[] read(String name, int most) throws IOException {
    try (OpenFile file = open(name)) {
      return file.read(most);
    }
  }

  /**
   * Gives {@code name} this content and access, atomically and durably.
   *
   * @param access of the new file, set before the name becomes visible and whatever the umask is
   * @throws IOException when any step fails; {@code name} is then what it was before
   */
  public void replace(String name, byte[] content, Access access) throws IOException {
    new Replacement(directory, checked(name))
        .by(
            temporary -> {
              try (OpenFile file = create(temporary, name)) {
                // First, so that nothing is written where that is impossible.
                file.give(access);
                file.write(content, 0, content.length);
                file.sync();
              }
            });
  }

  /** A failed write or sync names the intended file, not the temporary one. */
  private OpenFile create(String temporary, String name) throws IOException {
    return OpenFile.of(
        directory.open(
            temporary,
            directory.shown(name),
            OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE,
            OWNER_ONLY),
        identity());
  }

  /** Writes a test file and removes it. Two processes may do so at once. */
  void probe() throws IOException {
    new StorageTrial(directory, identity()).demandRoom();
  }

  /**
   * Makes {@code name} a symbolic link to {@code target}, replacing an older link in one step.
   *
   * @throws FileAlreadyExistsException when something that is not a symbolic link has that name: it
   *     is someone else's and stays
   */
  public void switchLink(String name, Path target) throws IOException {
    if (facts(name).filter(found -> found.kind() != FileFacts.Kind.LINK).isPresent()) {
      throw new FileAlreadyExistsException(
          directory.shown(name), null, "exists and is not a symbolic link");
    }
    new Replacement(directory, name).by(temporary -> directory.makeLink(target, temporary));
  }

  /**
   * Renames a file or link within this directory; what had the new name is replaced.
   *
   * @throws java.nio.file.NoSuchFileException when there is none of that name
   */
  public void rename(String from, String to) throws IOException {
    directory.rename(checked(from), checked(to));
  }

  /**
   * Moves a file, link or directory into another directory of the same file system, like rename(2).
   *
   * @throws java.nio.file.NoSuchFileException when there is none of that name
   */
  public void move(String from, Directory into, String to) throws IOException {
    directory.rename(checked(from), into.directory, checked(to));
  }

  /** Removes a file or link; false when there is none of that name. */
  public boolean delete(String name) throws IOException {
    return directory.unlink(checked(name), 0);
  }

  /**
   * Removes an empty directory; false when there is none of that name.
   *
   * @throws java.nio.file.DirectoryNotEmptyException when it is not empty
   */
  public boolean deleteDirectory(String name) throws IOException {
    return directory.unlink(checked(name), OpenFlags.AT_REMOVEDIR);
  }

  /** All names in it, in no particular order, without itself and its parent. */
  public List<String> names() throws IOException {
    // A handle of its own, because reading moves the position.
    try (Descriptor reading = directory.reopenDirectory()) {
      return DirectoryEntries.names(reading);
    }
  }

  /**
   * Opens a directory in this one.
   *
   * @throws FileSystemException when there is none of that name, or it is a link
   */
  public Directory subdirectory(String name) throws IOException {
    Descriptor opened = directory.open(checked(name), OpenFlags.READ | OpenFlags.DIRECTORY, 0);
    return new Directory(opened, acting, path.resolve(name));
  }

  /**
   * Opens a directory in this one, made with {@code mode} if it was missing.
   *
   * @param mode nine bits; one that existed keeps the mode its owner gave it
   */
  public Directory makeSubdirectory(String name, int mode) throws IOException {
    boolean isNew = directory.makeDirectory(checked(name), mode);
    Directory made = subdirectory(name);
    try {
      if (isNew) {
        made.refuseUnless(made.facts().owner() == identity().user());
        new NewDirectory(made.directory).restrict(mode);
        directory.sync();
      }
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  /**
   * What was missing a moment ago has been created by us, or by another process in the same way.
   */
  void refuseUnless(boolean isOurs) throws IOException {
    if (!isOurs) {
      throw new FileSystemException(
          directory.shown(), null, "was made by somebody else at the same time");
    }
  }

  /**
   * Appends to a regular file, which is created for its owner only.
   *
   * @throws FileSystemException when it is not this identity's {@link OpenFile#isOwn() own}
   */
  public AppendedFile append(String name) throws IOException {
    return AppendedFile.of(
        openOrCreate(checked(name), OpenFlags.WRITE | OpenFlags.APPEND), identity());
  }

  /**
   * A lock file, created for its owner only: anyone who may read it may keep others from locking
   * it. It is opened for reading, so that an existing one can be locked on a disk that has become
   * read-only.
   */
  Descriptor lockFile(String name) throws IOException {
    return openOrCreate(checked(name), OpenFlags.READ);
  }

  private Descriptor openOrCreate(String name, int flags) throws IOException {
    return directory.open(name, flags | OpenFlags.CREATE | OpenFlags.NONBLOCK, OWNER_ONLY);
  }

  /**
   * Lets {@code who} pass through the directory, by entries of its ACL with search only, and a mask
   * that lets them through. Entries of others stay, and no one gains read or write access. Where
   * {@code chmod} has since cleared the mask, everyone who is named with search gets it back.
   *
   * @return whether anything had to be changed, which is not so where all can already pass
   * @throws FileSystemException when its file system has no ACLs, or this identity may not change
   *     it; the message says which
   */
  public boolean letSearch(Set<AclEntry> who) throws IOException {
    return SearchRight.let(directory, who);
  }

  /**
   * Whether {@code who} cannot be sure to pass through the directory: a member of the owning group
   * may still pass.
   */
  public boolean lacksSearch(AclEntry who) throws IOException {
    return !SearchRight.of(directory).lackedBy(Set.of(who)).isEmpty();
  }

  /**
   * Fails as writing keys and links to it would; what was tried leaves nothing.
   *
   * @throws FileSystemException when its file system lacks something that this takes; the message
   *     says what, and what to do
   */
  public void tryStoring() throws IOException {
    new StorageTrial(directory, identity()).demand();
  }

  /** The same, without making anything visible on file systems that are known to lack nothing. */
  public void tryWriting() throws IOException {
    new StorageTrial(directory, identity()).demandUnlessKnown();
  }

  /** Whether its file system has ACLs. */
  public boolean supportsAcls() {
    return AclAttribute.isSupported(directory);
  }

  /** The same under another name. */
  Directory named(Path other) {
    return new Directory(directory, acting, other);
  }

  /** A name, never a path. */
  private static String checked(String name) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("no name of a file in a directory: " + name);
    }
    return name;
  }

  @Override
  public void close() {
    directory.close();
  }
}
