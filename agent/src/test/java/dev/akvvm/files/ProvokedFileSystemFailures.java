package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/** What is said of file systems that lack something; the kernel is made to answer as they do. */
public final class ProvokedFileSystemFailures {
  private ProvokedFileSystemFailures() {}

  /**
   * One message each.
   *
   * @param folder on a file system that lacks nothing
   */
  public static List<String> all(Path folder) throws IOException {
    Kernel usual = Kernel.ofThisProcess();
    FileIdentity own = ActingAs.thisProcess().identity();
    return List.of(
        tried(
            folder,
            own,
            (call, arguments) ->
                call == SystemCall.SYMLINKAT ? -LibC.ENOSYS : usual.call(call, arguments)),
        tried(folder, own, (call, arguments) -> withoutModes(usual, call, arguments)),
        tried(folder, new FileIdentity(own.user() + 1, own.group()), usual),
        String.valueOf(
            FileSystemLack.failure(Descriptor.root(usual), List.of(FileSystemLack.ofRights()))
                .getMessage()));
  }

  private static long withoutModes(Kernel usual, SystemCall call, long... arguments) {
    if (call == SystemCall.OPENAT && (arguments[2] & OpenFlags.CREATE) != 0) {
      arguments[3] = 0755;
    }
    return call == SystemCall.FCHMOD ? 0 : usual.call(call, arguments);
  }

  private static String tried(Path folder, FileIdentity identity, Kernel kernel)
      throws IOException {
    Descriptor directory = Descriptor.root(kernel);
    for (Path name : folder) {
      directory = directory.open(name.toString(), OpenFlags.READ | OpenFlags.DIRECTORY, 0);
    }
    StorageTrial trial = new StorageTrial(directory, identity);
    return IoReason.of(assertThrows(FileSystemException.class, trial::demand));
  }
}
