package dev.akvvm.packaged;

/** Counts how often the agent has asked the vault for a certificate. */
final class Polls {
  private final Machine machine;
  private final String path;
  private final long before;

  /** Counts from now on. */
  Polls(Machine machine, String certificate) {
    this.machine = machine;
    this.path = "/secrets/" + certificate;
    this.before = count();
  }

  /** Whether a whole poll lies between two requests since then, and has ended. */
  boolean areTwoMore() {
    return since() >= 3;
  }

  /** How many requests there were since then. */
  long since() {
    return count() - before;
  }

  private long count() {
    return machine.azure().requests().stream()
        .filter(request -> (request.path() + "/").startsWith(path + "/"))
        .count();
  }
}
