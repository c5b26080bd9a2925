package dev.akvvm.files;

import java.io.IOException;

/**
 * With whose rights files are opened and written: those of this process, or only those of one user
 * of the machine, so that the kernel refuses whatever that user could not do.
 */
public final class ActingAs implements AutoCloseable {
  private static final FileIdentity THIS_PROCESS = ofThisProcess();
  private static final ActingAs PROCESS =
      new ActingAs(THIS_PROCESS, Kernel.ofThisProcess(), () -> {});

  private final FileIdentity identity;
  private final Kernel kernel;
  private final Runnable end;

  private ActingAs(FileIdentity identity, Kernel kernel, Runnable end) {
    this.identity = identity;
    this.kernel = kernel;
    this.end = end;
  }

  /** This process; on a VM that is root. */
  public static ActingAs thisProcess() {
    return PROCESS;
  }

  /**
   * Judges as if this process were root, but with its actual rights: for looking only. What belongs
   * to the user of this process then counts as someone else's.
   */
  public static ActingAs judgingForRoot() {
    return new ActingAs(new FileIdentity(0, 0), Kernel.ofThisProcess(), () -> {});
  }

  /**
   * Acts as a user, from now until {@link #close()}: with its primary group, without supplementary
   * groups and without capabilities. Needs CAP_SETUID and CAP_SETGID.
   *
   * @throws IOException when this process may not do that
   */
  public static ActingAs user(FileIdentity user) throws IOException {
    UserKernel kernel = UserKernel.start(user);
    return new ActingAs(user, kernel, kernel::end);
  }

  /** The owner of new files. */
  public FileIdentity identity() {
    return identity;
  }

  Kernel kernel() {
    return kernel;
  }

  /**
   * Whether only root or this identity itself could have made a file that belongs to {@code user}.
   */
  boolean trusts(int user) {
    return user == 0 || user == identity.user();
  }

  private static FileIdentity ofThisProcess() {
    Kernel kernel = Kernel.ofThisProcess();
    return new FileIdentity(
        (int) kernel.call(SystemCall.GETEUID), (int) kernel.call(SystemCall.GETEGID));
  }

  @Override
  public void close() {
    end.run();
  }
}
