package dev.akvvm.files;

import java.nio.file.FileSystemException;

/** A file system that has no POSIX ACLs: who is not the owner cannot be let in there. */
public final class AclUnsupportedException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  AclUnsupportedException(String file) {
    super(
        file,
        null,
        "the file system has no ACLs: mount it with the option acl where it has one, or choose"
            + " another certificateStoreLocation");
  }
}
