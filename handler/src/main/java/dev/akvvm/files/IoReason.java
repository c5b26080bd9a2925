package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Describes an {@link IOException} in a way an operator can act on. */
public final class IoReason {
  private IoReason() {}

  /**
   * One line: which file, and what the operating system says about it. For the commonest errors the
   * JDK's own message is just the path.
   */
  public static String of(IOException e) {
    if (e instanceof FileSystemException fs && fs.getFile() != null) {
      String other = fs.getOtherFile();
      return fs.getFile() + (other == null ? "" : " -> " + other) + ": " + reason(fs);
    }
    return firstLine(e.getMessage(), e);
  }

  /** The same, to be put after the file's name, which is not repeated. */
  public static String behind(Path name, IOException e) {
    String reason = of(e);
    String prefix = name + ": ";
    return reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason;
  }

  private static String reason(FileSystemException e) {
    return switch (e) {
      case FileSystemException other when other.getReason() != null ->
          firstLine(other.getReason(), other);
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case NotDirectoryException _ -> "not a directory";
      case FileAlreadyExistsException _ -> "exists already";
      case DirectoryNotEmptyException _ -> "directory not empty";
      default -> e.getClass().getSimpleName();
    };
  }

  private static String firstLine(@Nullable String text, IOException e) {
    return text == null || text.isBlank()
        ? e.getClass().getSimpleName()
        : text.strip().lines().findFirst().orElse(text);
  }
}
