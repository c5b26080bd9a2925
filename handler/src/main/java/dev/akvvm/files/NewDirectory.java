package dev.akvvm.files;

import java.io.IOException;
import java.util.List;

/**
 * A directory that was made a moment ago.
 *
 * @param made an open handle of it
 */
record NewDirectory(Descriptor made) {
  /** Gives it a mode, whatever the umask is; where modes cannot be set, the one it has must do. */
  void restrict(int mode) throws IOException {
    if (!made.setMode(mode)) {
      FileFacts now = made.facts();
      if (now.isWritableByOthers()) {
        throw FileSystemLack.failure(made, List.of(FileSystemLack.ofModes(now.mode())));
      }
    }
  }
}
