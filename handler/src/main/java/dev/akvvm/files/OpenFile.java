package dev.akvvm.files;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Set;

/**
 * A regular file that was opened without following a link and without blocking: content and rights
 * are those of one and the same file.
 */
public final class OpenFile implements AutoCloseable {
  static final String NOT_OWN = "is somebody else's file, or has a second name or special bits";

  private static final int GROUP_BITS = 0070;
  private static final int GROUP_READ = 0040;

  private final Descriptor file;
  private final FileIdentity identity;
  private final FileFacts facts;

  private OpenFile(Descriptor file, FileIdentity identity, FileFacts facts) {
    this.file = file;
    this.identity = identity;
    this.facts = facts;
  }

  /** Refuses what is not a regular file. */
  static OpenFile of(Descriptor file, FileIdentity identity) throws IOException {
    try {
      FileFacts facts = file.facts();
      if (facts.kind() != FileFacts.Kind.FILE) {
        throw new FileSystemException(file.shown(), null, "is not a regular file");
      }
      return new OpenFile(file, identity, facts);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** The facts at the time it was opened. */
  public FileFacts facts() {
    return facts;
  }

  /**
   * Whether it is a file as this identity creates it: its own, with one name only, without special
   * bits. Any other may be open for writing elsewhere, and must be replaced: rights given to it
   * would be given to its creator.
   */
  public boolean isOwn() {
    return isOwn(facts);
  }

  private boolean isOwn(FileFacts found) {
    return found.owner() == identity.user() && found.names() == 1 && !found.hasSpecialBits();
  }

  /**
   * All of it.
   *
   * @param most in bytes
   * @throws FileSystemException when it is larger, or claims to be
   */
  public byte[] read(int most) throws IOException {
    // The size serves only to refuse: files in /proc and growing ones have another.
    byte[] content = facts.size() > most ? new byte[0] : file.read(most + 1);
    if (facts.size() > most || content.length > most) {
      throw new FileSystemException(file.shown(), null, "is larger than " + most + " bytes");
    }
    return content;
  }

  /**
   * Takes the lock of flock(2) until it is closed or the process ends; false when another has it.
   */
  public boolean lock() throws IOException {
    return file.lock();
  }

  /**
   * Whether it is {@link #isOwn() own} and has this access and no other. With a mask that lets no
   * one through, an ACL counts as none.
   */
  public boolean isExactly(Access wanted) throws IOException {
    return isExactly(file.facts(), wanted);
  }

  private boolean isExactly(FileFacts now, Access wanted) throws IOException {
    if (!isOwn(now)) {
      return false;
    }
    if (wanted.readers().isEmpty() && (now.mode() & GROUP_BITS) == 0) {
      return now.mode() == PosixAcl.bits(wanted.mode());
    }
    return AclAttribute.read(file, now).equals(PosixAcl.of(wanted));
  }

  /**
   * Gives it exactly this access; leaves it alone when it has it. ACL and mode change in one step,
   * so that readers who keep their right never lose it in between, and no one gains one even for a
   * moment.
   *
   * @throws FileSystemException when it is not {@link #isOwn() own}, or its file system has no ACLs
   *     or gives others more
   */
  public void give(Access wanted) throws IOException {
    FileFacts now = file.facts();
    if (!isOwn(now)) {
      throw new FileSystemException(file.shown(), null, NOT_OWN);
    }
    if (isExactly(now, wanted)) {
      return;
    }
    if (wanted.readers().isEmpty() && AclAttribute.read(file).isEmpty()) {
      file.setMode(PosixAcl.bits(wanted.mode()));
    } else {
      AclAttribute.write(file, PosixAcl.of(wanted));
    }
    refuseMoreThan(wanted);
  }

  /** A file system that keeps no modes may say that it has set one; less than asked for will do. */
  private void refuseMoreThan(Access wanted) throws IOException {
    int allowed = PosixAcl.bits(wanted.mode()) | (wanted.readers().isEmpty() ? 0 : GROUP_READ);
    int mode = file.facts().mode();
    if ((mode & ~allowed) != 0) {
      throw FileSystemLack.failure(file, List.of(FileSystemLack.ofModes(mode)));
    }
  }

  /** Whom its ACL names and lets read. */
  public Set<AclEntry> readers() throws IOException {
    FileFacts now = file.facts();
    return (now.mode() & GROUP_BITS) == 0 ? Set.of() : AclAttribute.read(file, now).readers();
  }

  void write(byte[] content, int offset, int length) throws IOException {
    file.write(content, offset, length);
  }

  void sync() throws IOException {
    file.sync();
  }

  @Override
  public void close() {
    file.close();
  }
}
