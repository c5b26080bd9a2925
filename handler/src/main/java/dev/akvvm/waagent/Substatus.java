package dev.akvvm.waagent;

/**
 * One line under a status.
 *
 * @param name what it is about: {@code <vault>/<certificate>}
 * @param level how it stands
 * @param message one line: its state in words, and what to do if anything
 */
public record Substatus(String name, StatusLevel level, String message) {}
