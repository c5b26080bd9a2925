package dev.akvvm.sync;

/** What the last poll of a certificate came to. */
public sealed interface Outcome {
  /** What readers of the links get is new: another version, or files that were missing. */
  record Installed() implements Outcome {}

  /** The current version was there already; readers get what they got before. */
  record Unchanged() implements Outcome {}

  /**
   * The current version could not be installed, or it is not known which one that is. What was
   * installed before is still there, untouched.
   *
   * @param failure why
   */
  record Failed(Failure failure) implements Outcome {}

  /** Not polled yet since the agent was started for these settings. */
  record NotPolled() implements Outcome {}
}
