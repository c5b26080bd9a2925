package dev.akvvm.waagent;

import java.nio.file.Path;

/**
 * A file that waagent should have written is missing or cannot be understood. The message is one
 * line: the file, the place in it where known, and what is wrong.
 */
public final class UnusableFileException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableFileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
