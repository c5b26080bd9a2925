package dev.akvvm.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes system calls with a user's rights. Linux keeps these per thread, so a dedicated thread
 * takes them on, makes the calls, and ends. It runs no other Java code: with the user's rights the
 * JVM could not load a class from the package.
 *
 * <p>Its user id stays the process's: with the user's own, the user could send the process signals.
 */
final class UserKernel implements Kernel {
  private static final int CAPABILITIES_VERSION_3 = 0x20080522;

  /** A header of two numbers, then effective, permitted and inheritable, twice. */
  private static final int HEADER_BYTES = 2 * Integer.BYTES;

  private static final int SETS_BYTES = 6 * Integer.BYTES;
  private static final long NOBODY = -1;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> Thread.ofPlatform().daemon().name("acting-as-user").unstarted(work));

  private UserKernel() {}

  static UserKernel start(FileIdentity user) throws IOException {
    UserKernel kernel = new UserKernel();
    try {
      kernel.takeOn(user);
      return kernel;
    } catch (IOException e) {
      kernel.end();
      throw e;
    }
  }

  private void takeOn(FileIdentity user) throws IOException {
    demand(call(SystemCall.SETGROUPS, 0, 0) == 0, user);
    call(SystemCall.SETFSGID, Integer.toUnsignedLong(user.group()));
    call(SystemCall.SETFSUID, Integer.toUnsignedLong(user.user()));
    // These two do not report failures; they return what was in force before.
    demand((int) call(SystemCall.SETFSGID, NOBODY) == user.group(), user);
    demand((int) call(SystemCall.SETFSUID, NOBODY) == user.user(), user);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = arena.allocate(HEADER_BYTES, Integer.BYTES);
      header.set(java.lang.foreign.ValueLayout.JAVA_INT, 0, CAPABILITIES_VERSION_3);
      MemorySegment none = arena.allocate(SETS_BYTES, Integer.BYTES);
      demand(call(SystemCall.CAPSET, header.address(), none.address()) == 0, user);
    }
  }

  private static void demand(boolean succeeded, FileIdentity user) throws IOException {
    if (!succeeded) {
      throw new MissingRightsException(user);
    }
  }

  @Override
  public long call(SystemCall call, long... arguments) {
    Kernel direct = Kernel.ofThisProcess();
    try {
      return CompletableFuture.supplyAsync(() -> direct.call(call, arguments), thread).join();
    } catch (CompletionException | CancellationException e) {
      throw new IllegalStateException("a system call with a user's rights failed in Java", e);
    }
  }

  /** Ends the thread once its calls have returned. */
  void end() {
    thread.shutdown();
  }
}
