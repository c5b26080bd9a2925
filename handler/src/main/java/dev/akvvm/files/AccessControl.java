package dev.akvvm.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;

/**
 * Who may read files and pass through directories: owner, mode and POSIX ACL. Talks to the kernel
 * itself, so it needs neither {@code setfacl} nor {@code getfacl}.
 */
public final class AccessControl {
  private static final int GROUP_BITS = 0070;

  /** For this process: what it owns and may change. */
  public AccessControl() {}

  /**
   * Whether {@code file} has this process's user and group, and this access and no other. A mask
   * that lets nobody through makes an ACL as good as none.
   *
   * @throws FileSystemException when the file is missing, a symbolic link, or cannot be looked at
   */
  public boolean isExactly(Path file, Access wanted) throws IOException {
    Ownership found = Ownership.of(file);
    return found.hasSameOwners(Ownership.ofThisProcess()) && isExactly(file, found, wanted);
  }

  private static boolean isExactly(Path file, Ownership found, Access wanted) throws IOException {
    if (wanted.readers().isEmpty() && (found.mode() & GROUP_BITS) == 0) {
      return found.mode() == PosixAcl.bits(wanted.mode());
    }
    return !found.hasSpecialBits() && aclOf(file, found).equals(PosixAcl.of(wanted));
  }

  /**
   * Gives {@code file} this process's user and group, and exactly this access; leaves it alone when
   * all is so already. ACL and mode change in one step, so that readers who keep their right never
   * lose it in between, and nobody gains one for a moment.
   *
   * @throws FileSystemException when the file is missing or a symbolic link, its file system has no
   *     ACLs, or this process may not change it; the message says which
   */
  public void apply(Path file, Access wanted) throws IOException {
    Ownership found = Ownership.of(file);
    Ownership process = Ownership.ofThisProcess();
    boolean owned = found.hasSameOwners(process);
    if (owned && isExactly(file, found, wanted)) {
      return;
    }
    if (!owned) {
      process.giveTo(file);
    }
    boolean plain = wanted.readers().isEmpty() && AclAttribute.read(file).isEmpty();
    if (plain || found.hasSpecialBits()) {
      Files.getFileAttributeView(file, PosixFileAttributeView.class, NOFOLLOW_LINKS)
          .setPermissions(wanted.mode());
    }
    if (!plain) {
      AclAttribute.write(file, PosixAcl.of(wanted));
    }
  }

  /**
   * Whom the ACL of {@code file} names and lets read.
   *
   * @throws FileSystemException when the file is missing, a symbolic link, or cannot be looked at
   */
  public Set<AclEntry> readersOf(Path file) throws IOException {
    Ownership found = Ownership.of(file);
    return (found.mode() & GROUP_BITS) == 0 ? Set.of() : aclOf(file, found).readers();
  }

  /**
   * Lets {@code who} pass through {@code directory}, by entries of its ACL with search only, and a
   * mask that lets them through; a link to a directory stands for the directory. Entries of others
   * stay, and nobody comes to read or write who could not before. Where {@code chmod} has set the
   * mask to nothing since, those named with search get it back, all together.
   *
   * @return whether anything had to be changed; nothing is where all can pass already
   * @throws FileSystemException when the directory is missing, its file system has no ACLs, or this
   *     process may not change it; the message says which
   */
  public boolean letSearch(Path directory, Set<AclEntry> who) throws IOException {
    if (who.isEmpty()) {
      return false;
    }
    Path real = directory.toRealPath();
    Ownership found = Ownership.of(real);
    SearchRight search = new SearchRight(aclOf(real, found), found.owner(), found.group());
    Set<AclEntry> lacking = search.lackedBy(who);
    if (lacking.isEmpty()) {
      return false;
    }
    AclAttribute.write(real, search.extendedTo(lacking));
    return true;
  }

  /**
   * Whether {@code who} cannot be sure to pass through {@code directory}: as a member of the owning
   * group it may pass all the same.
   *
   * @throws FileSystemException when the directory is missing or cannot be looked at
   */
  public boolean lacksSearch(Path directory, AclEntry who) throws IOException {
    Path real = directory.toRealPath();
    Ownership found = Ownership.of(real);
    return !new SearchRight(aclOf(real, found), found.owner(), found.group())
        .lackedBy(Set.of(who))
        .isEmpty();
  }

  /**
   * Whether the file system of {@code file} has ACLs.
   *
   * @throws FileSystemException when the file is missing
   */
  public boolean isSupported(Path file) throws IOException {
    return AclAttribute.isSupported(file.toRealPath());
  }

  private static PosixAcl aclOf(Path file, Ownership found) throws IOException {
    return AclAttribute.read(file).orElseGet(() -> PosixAcl.ofMode(found.mode()));
  }
}
