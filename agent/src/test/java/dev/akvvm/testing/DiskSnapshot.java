package dev.akvvm.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Inode, modification and change time of everything below a directory, and of the directory: equal
 * snapshots mean that nothing was written in between.
 */
public record DiskSnapshot(Map<Path, String> files) {
  /** Takes a snapshot. */
  public static DiskSnapshot of(Path directory) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : found.toList()) {
        Map<String, Object> attributes =
            Files.readAttributes(
                path, "unix:ino,lastModifiedTime,ctime,size", LinkOption.NOFOLLOW_LINKS);
        files.put(path, new TreeMap<>(attributes).toString());
      }
    }
    return new DiskSnapshot(files);
  }
}
