package dev.akvvm.sync;

/** The result of a certificate's last poll. */
public sealed interface Outcome {
  /** What readers of the links get is new: another version, or files that were missing. */
  record Installed() implements Outcome {}

  /** The current version was already there; readers get what they got before. */
  record Unchanged() implements Outcome {}

  /**
   * The current version could not be installed, or could not be determined. What was installed
   * before is still there, untouched.
   *
   * @param failure why
   */
  record Failed(Failure failure) implements Outcome {}

  /** Not polled since the agent was started for these settings. */
  record NotPolled() implements Outcome {}
}
