package dev.akvvm.emulator;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A failure to order: the requests it hits, how often, and what happens to them.
 *
 * @param path hits a request when it is found anywhere in the request's path (without the query)
 * @param times how many requests it hits before it is used up; empty = all, until it is cleared
 */
public record Fault(Listener listener, Pattern path, OptionalInt times, Effect effect) {
  public Fault {
    if (times.isPresent() && times.getAsInt() < 1) {
      throw new IllegalArgumentException("times must be at least 1, not " + times.getAsInt());
    }
  }

  /** A fault of the managed identity endpoint, until it is cleared. */
  public static Fault onMetadata(Effect effect) {
    return new Fault(Listener.METADATA, Pattern.compile(""), OptionalInt.empty(), effect);
  }

  /** A fault of Azure Arc's agent, until it is cleared. */
  public static Fault onArc(Effect effect) {
    return new Fault(Listener.ARC, Pattern.compile(""), OptionalInt.empty(), effect);
  }

  /** A fault of the login for every path in which {@code pathRegex} is found. */
  public static Fault onLogin(String pathRegex, Effect effect) {
    return new Fault(Listener.LOGIN, Pattern.compile(pathRegex), OptionalInt.empty(), effect);
  }

  /**
   * A fault of the vaults for every path in which {@code pathRegex} is found, until it is cleared.
   */
  public static Fault onVaults(String pathRegex, Effect effect) {
    return new Fault(Listener.VAULTS, Pattern.compile(pathRegex), OptionalInt.empty(), effect);
  }

  /** The same fault for the next {@code count} matching requests only. */
  public Fault times(int count) {
    return new Fault(listener, path, OptionalInt.of(count), effect);
  }
}
