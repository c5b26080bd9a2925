package dev.akvvm.store;

import dev.akvvm.files.Directory;
import dev.akvvm.files.OpenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file's name in its store.
 *
 * @param directory the directory below the store that holds it, as {@code a} or {@code a/b}; empty
 *     for the store itself
 * @param name in that directory
 */
record StoreName(Optional<String> directory, String name) {
  static StoreName of(String name) {
    return new StoreName(Optional.empty(), name);
  }

  /** Reads back what {@link #toString} gives. */
  static StoreName parse(String text) {
    int slash = text.lastIndexOf('/');
    return slash < 0
        ? of(text)
        : new StoreName(Optional.of(text.substring(0, slash)), text.substring(slash + 1));
  }

  Path in(Path store) {
    return directory.map(store::resolve).orElse(store).resolve(name);
  }

  /** Does something with the directory that contains the name. */
  interface Step<T> {
    T on(Directory directory) throws IOException;
  }

  <T> T at(Directory store, Step<T> step) throws IOException {
    return at(store, directory.map(path -> List.of(path.split("/", -1))).orElse(List.of()), step);
  }

  private static <T> T at(Directory directory, List<String> below, Step<T> step)
      throws IOException {
    if (below.isEmpty()) {
      return step.on(directory);
    }
    try (Directory next = directory.subdirectory(below.getFirst())) {
      return at(next, below.subList(1, below.size()), step);
    }
  }

  /** The same without a result. */
  interface Action {
    void on(Directory directory) throws IOException;
  }

  void with(Directory store, Action action) throws IOException {
    at(
        store,
        directory -> {
          action.on(directory);
          return true;
        });
  }

  /** Opens the file. */
  OpenFile open(Directory store) throws IOException {
    return at(store, own -> own.open(name));
  }

  @Override
  public String toString() {
    return directory.map(each -> each + "/").orElse("") + name;
  }
}
