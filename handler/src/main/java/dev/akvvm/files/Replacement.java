package dev.akvvm.files;

import java.io.IOException;

/**
 * Replaces what a name stands for: the new thing is created under a temporary name, which is then
 * renamed in one step.
 *
 * @param directory that holds the name
 * @param name the final name
 */
record Replacement(Descriptor directory, String name) {
  /** Creates what will have the name, completely and durably. */
  interface Step {
    void make(String temporary) throws IOException;
  }

  void by(Step step) throws IOException {
    String temporary = "." + name + ".tmp";
    // Left by a crash.
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
