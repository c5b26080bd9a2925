package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/** The names in a directory, as getdents64(2) gives them. */
final class DirectoryEntries {
  private static final int BUFFER_BYTES = 32 * 1024;

  /** More than any directory of certificates has; an attacker may want memory to run out. */
  private static final int MOST = 100_000;

  /** Of {@code struct linux_dirent64}. */
  private static final int LENGTH_OFFSET = 16;

  private static final int NAME_OFFSET = 19;

  private DirectoryEntries() {}

  static List<String> names(Descriptor directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
      long length;
      do {
        length = directory.readEntries(buffer);
        add(buffer.asSlice(0, length), names);
        if (names.size() > MOST) {
          throw new FileSystemException(
              directory.shown(), null, "holds more than " + MOST + " files");
        }
      } while (length > 0);
    }
    return List.copyOf(names);
  }

  private static void add(MemorySegment entries, List<String> names) {
    for (long at = 0; at < entries.byteSize(); ) {
      String name = entries.getString(at + NAME_OFFSET);
      if (!name.equals(".") && !name.equals("..")) {
        names.add(name);
      }
      at += Short.toUnsignedInt(entries.get(JAVA_SHORT_UNALIGNED, at + LENGTH_OFFSET));
    }
  }
}
