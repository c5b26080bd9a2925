package dev.akvvm.onrenewal;

/** Why pending actions are considered: this decides which of the failed ones are tried again. */
public enum Occasion {
  /** The time to retry one of them has come. */
  RETRY,
  /** Certificates were polled: actions that wait for an operator are retried, too. */
  PASS,
  /** An operator asks for it: all are retried, whether or not they are due. */
  BY_HAND
}
