package dev.akvvm.onrenewal;

/** Why actions are looked through: it decides which of those that failed are tried again. */
public enum Occasion {
  /** The time for another try of one has come. */
  RETRY,
  /** Certificates were polled: what waits for somebody to mend it is tried again, too. */
  PASS,
  /** Somebody asks for it: all are tried again, whatever their time. */
  BY_HAND
}
