package dev.akvvm.onrenewal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;

/**
 * One thing to do. Equal actions are the same action: what several certificates of a pass want is
 * done once.
 *
 * @param kind how it is done
 * @param words the unit, or the program and its arguments
 * @param check a command that must end with 0 first; empty for none
 * @param timeout how long the action may take, and also the check
 */
public record Action(Kind kind, List<String> words, List<String> check, Duration timeout) {
  /** The ways to do things. */
  public enum Kind {
    RELOAD("reload of "),
    RESTART("restart of "),
    RUN("run of "),
    HOOK("hook ");

    private final String what;

    Kind(String what) {
      this.what = what;
    }
  }

  /** Copies the lists. */
  public Action {
    words = List.copyOf(words);
    check = List.copyOf(check);
  }

  /** An action on a systemd unit. */
  public static Action unit(Kind kind, String unit, List<String> check, Duration timeout) {
    return new Action(kind, List.of(unit), check, timeout);
  }

  /** The unit or the program. */
  public String target() {
    return words.getFirst();
  }

  /** Whether {@link #toString} has called a hook so. */
  public static boolean isHook(String name) {
    return name.startsWith(Kind.HOOK.what);
  }

  /** Identifies it among all others, across processes too. */
  public String key() {
    ArrayNode key = JsonNodeFactory.instance.arrayNode();
    key.add(kind.name());
    ArrayNode all = key.addArray();
    words.forEach(all::add);
    ArrayNode before = key.addArray();
    check.forEach(before::add);
    key.add(timeout.toSeconds());
    return key.toString();
  }

  /** The way an operator would call it. */
  @Override
  public String toString() {
    return kind.what + target();
  }
}
