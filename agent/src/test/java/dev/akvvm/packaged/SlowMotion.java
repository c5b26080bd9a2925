package dev.akvvm.packaged;

import dev.akvvm.vm.VmService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Slows processes down: each of their system calls on files returns late, so that another process
 * is sure to run between one and the next.
 */
final class SlowMotion implements AutoCloseable {
  /** The question marks are for calls that some processors do not have. */
  private static final String ABOUT_FILES =
      "%file,?fchmod,?fchown,?fstat,?getdents64,?fsetxattr,?fgetxattr,?fremovexattr,?ftruncate";

  private final VmService strace;

  /**
   * Slows processes down until it is closed, and what they start.
   *
   * @param milliseconds how much later each call returns
   * @param log outside of the machine
   */
  SlowMotion(Machine machine, List<Long> processes, int milliseconds, Path log) {
    List<String> line = new ArrayList<>(List.of("strace", "-f", "-o", "/dev/null"));
    line.addAll(List.of("-e", "trace=" + ABOUT_FILES));
    line.addAll(List.of("-e", "inject=" + ABOUT_FILES + ":delay_exit=" + milliseconds * 1000));
    processes.forEach(each -> line.addAll(List.of("-p", Long.toString(each))));
    strace = machine.vm().start(line, log);
  }

  /** Fails if nobody is slowed down any more. */
  void assertGoesOn() {
    if (!strace.isAlive()) {
      throw new AssertionError("strace has ended: " + strace.output());
    }
  }

  @Override
  public void close() {
    strace.close();
  }
}
