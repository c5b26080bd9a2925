package dev.akvvm.onrenewal;

/**
 * The state of an action after a renewal that has not worked yet.
 *
 * @param action the way an operator would call it: {@code reload of nginx.service}
 * @param isFailing whether it has failed; else it is still running
 * @param message one line: why it failed and when it is tried again, or since when it has been
 *     running
 */
public record ActionState(String action, boolean isFailing, String message) {}
