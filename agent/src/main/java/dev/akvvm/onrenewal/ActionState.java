package dev.akvvm.onrenewal;

/**
 * How an action stands that is due after a renewal and has not worked yet.
 *
 * @param action as an operator would call it: {@code reload of nginx.service}
 * @param isFailing whether it was tried in vain; else it still runs
 * @param message one line: why it failed and when it is tried again, or since when it runs
 */
public record ActionState(String action, boolean isFailing, String message) {}
