package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Makes system calls with the rights of this process or of a user. */
interface Kernel {
  /**
   * Makes a system call, and repeats it when a signal interrupts it; except close(2), which Linux
   * has then done all the same: the descriptor may be another file's by then.
   *
   * @param arguments up to five: numbers, or addresses of memory that stays valid until the call
   *     returns
   * @return what the kernel returns: an error as its negative number
   */
  long call(SystemCall call, long... arguments);

  /**
   * With the rights of this process. All calls go through one function of the C library, because
   * each further one costs every start of the program some milliseconds.
   */
  static Kernel ofThisProcess() {
    return Direct.INSTANCE;
  }

  /** Bound when the first call is made. */
  final class Direct implements Kernel {
    private static final Kernel INSTANCE = new Direct();

    private static final MethodHandle SYSCALL =
        LibC.function(
            "syscall",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            LibC.keepingErrno(),
            Linker.Option.firstVariadicArg(1));

    private Direct() {}

    @Override
    public long call(SystemCall call, long... arguments) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment errno = LibC.errnoPlace(arena);
        long result;
        do {
          result = once(errno, call.number(), arguments);
        } while (result == -LibC.EINTR && call != SystemCall.CLOSE);
        return result;
      }
    }

    private static long once(MemorySegment errno, long number, long... arguments) {
      try {
        long result =
            (long)
                SYSCALL.invokeExact(
                    errno,
                    number,
                    argument(arguments, 0),
                    argument(arguments, 1),
                    argument(arguments, 2),
                    argument(arguments, 3),
                    argument(arguments, 4));
        return result == -1 ? -LibC.errno(errno) : result;
      } catch (Throwable e) {
        throw LibC.unexpected(e);
      }
    }

    private static long argument(long[] arguments, int index) {
      return index < arguments.length ? arguments[index] : 0;
    }
  }
}
