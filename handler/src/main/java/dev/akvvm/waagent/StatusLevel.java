package dev.akvvm.waagent;

/** The four values waagent accepts, lower case; any other spelling is reported as an error. */
public enum StatusLevel {
  /** Not finished; dependants keep waiting. */
  TRANSITIONING,
  /** Succeeded; dependants go on. */
  SUCCESS,
  /** Not terminal for waagent's dependants: used in a substatus only. */
  WARNING,
  /** Failed; dependants are skipped. */
  ERROR
}
