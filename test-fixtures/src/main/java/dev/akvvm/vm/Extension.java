package dev.akvvm.vm;

import java.util.Objects;
import java.util.Optional;

/**
 * One extension of a goal state.
 *
 * @param name publisher and type, as in {@code Contoso.Example}
 * @param sequence the number of these settings
 * @param settings public settings, a JSON object; none for an extension without settings
 * @param protectedSettings a JSON object, which reaches the handler encrypted
 * @param level dependency level: waagent waits for the lower ones before it runs the higher
 */
public record Extension(
    String name,
    String version,
    int sequence,
    Optional<String> settings,
    Optional<String> protectedSettings,
    State state,
    int level) {

  /** What Azure asks for. */
  public enum State {
    ENABLED,
    DISABLED,
    UNINSTALL
  }

  public Extension {
    Objects.requireNonNull(name);
    Objects.requireNonNull(version);
    if (sequence < 0 || level < 0) {
      throw new IllegalArgumentException("Neither sequence nor level is negative");
    }
  }

  /** An extension that is to be enabled with public settings. */
  public static Extension enabled(String name, String version, int sequence, String settings) {
    return new Extension(
        name, version, sequence, Optional.of(settings), Optional.empty(), State.ENABLED, 0);
  }

  /** The same with protected settings too. */
  public Extension withProtected(String json) {
    return new Extension(name, version, sequence, settings, Optional.of(json), state, level);
  }

  /** The same with another state asked for. */
  public Extension withState(State other) {
    return new Extension(name, version, sequence, settings, protectedSettings, other, level);
  }

  /** The same at another dependency level. */
  public Extension withLevel(int other) {
    return new Extension(name, version, sequence, settings, protectedSettings, state, other);
  }
}
