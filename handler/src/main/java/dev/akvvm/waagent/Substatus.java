package dev.akvvm.waagent;

/**
 * One line under a status.
 *
 * @param name what it is about: {@code <vault>/<certificate>}
 * @param level how it stands
 * @param message what is so, and what to do where something is to be done
 */
public record Substatus(String name, StatusLevel level, String message) {}
