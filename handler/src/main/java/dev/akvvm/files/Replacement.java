package dev.akvvm.files;

import java.io.IOException;

/**
 * Puts something new in the place of a name: under a temporary name first, which then becomes the
 * name in one step.
 *
 * @param directory that holds the name
 * @param name as it will be
 */
record Replacement(Descriptor directory, String name) {
  /** Makes what is to have the name, all of it and on the disk. */
  interface Step {
    void make(String temporary) throws IOException;
  }

  void by(Step step) throws IOException {
    String temporary = "." + name + ".tmp";
    // A leftover of a crash.
    directory.unlink(temporary, 0);
    try {
      step.make(temporary);
      directory.rename(temporary, name);
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw e;
    }
    // A name lasts only once the directory that holds it has reached the disk.
    directory.sync();
  }

  private void deleteQuietly(String temporary, Exception cause) {
    try {
      directory.unlink(temporary, 0);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
