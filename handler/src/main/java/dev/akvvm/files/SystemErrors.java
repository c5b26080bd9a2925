package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns the kernel's error numbers into the exceptions Java throws for them. */
final class SystemErrors {
  private SystemErrors() {}

  /** The result of a call that did not fail. */
  static long check(long result, String file) throws IOException {
    if (result < 0) {
      throw of((int) -result, file);
    }
    return result;
  }

  private static IOException of(int errno, String file) {
    return switch (errno) {
      case LibC.ENOENT -> new NoSuchFileException(file);
      case LibC.EACCES -> new AccessDeniedException(file);
      case LibC.EEXIST -> new FileAlreadyExistsException(file);
      case LibC.ENOTDIR -> new NotDirectoryException(file);
      case LibC.ENOTEMPTY -> new DirectoryNotEmptyException(file);
      case LibC.EOPNOTSUPP -> new AclUnsupportedException(file);
      default -> new FileSystemException(file, null, LibC.message(errno));
    };
  }
}
