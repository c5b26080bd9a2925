package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Puts an {@link IOException} into words an operator can act on. */
public final class IoReason {
  private IoReason() {}

  /**
   * One line: which file, and what the operating system said of it. The JDK's own messages are the
   * bare path for the commonest errors.
   */
  public static String of(IOException e) {
    if (e instanceof FileSystemException fs && fs.getFile() != null) {
      return fs.getFile() + ": " + reason(fs);
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private static String reason(FileSystemException e) {
    String reason = e.getReason();
    if (reason != null) {
      return reason.lines().findFirst().orElse(reason);
    }
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case NotDirectoryException _ -> "not a directory";
      case FileAlreadyExistsException _ -> "exists already and is not a directory";
      default -> e.getClass().getSimpleName();
    };
  }
}
