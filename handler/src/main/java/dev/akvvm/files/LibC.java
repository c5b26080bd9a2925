package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C library, for what Java cannot do. The first function costs a start some 50 ms, so code that
 * does not need it must not touch this class. The numbers are those of Linux on x86-64 and AArch64.
 */
final class LibC {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int EWOULDBLOCK = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int EROFS = 30;
  static final int ERANGE = 34;
  static final int ENOSYS = 38;
  static final int ENOTEMPTY = 39;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

  private LibC() {}

  /** A function; {@code options} may be {@link #keepingErrno()}. */
  @SuppressWarnings("restricted") // The signatures are those of the manual pages.
  static MethodHandle function(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, options);
  }

  /** Makes a function take, as its first argument, the place to store its errno. */
  static Linker.Option keepingErrno() {
    return Linker.Option.captureCallState("errno");
  }

  /** Room for an errno. */
  static MemorySegment errnoPlace(Arena arena) {
    return arena.allocate(STATE);
  }

  static int errno(MemorySegment place) {
    return place.get(JAVA_INT, ERRNO);
  }

  /** The C library's text for an error number, such as "No space left on device". */
  @SuppressWarnings("restricted") // strerror's result is a string of the C library's own.
  static String message(int errno) {
    MethodHandle strerror = function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    try {
      MemorySegment text = (MemorySegment) strerror.invokeExact(errno);
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A call into C throws nothing; only a wrong signature here does. */
  static AssertionError unexpected(Throwable e) {
    return new AssertionError("a call of the C library failed in Java", e);
  }
}
