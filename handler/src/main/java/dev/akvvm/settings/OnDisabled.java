package dev.akvvm.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do while the newest version of a certificate is disabled in the vault. In the settings
 * each has the name of its constant, in lower case.
 */
public enum OnDisabled {
  /** Report it; what is on disk stays. */
  FAIL,
  /** Use the newest version that is enabled, so that disabling a version takes it back. */
  PREVIOUS;

  /** The one with this name, in any case. */
  public static Optional<OnDisabled> named(String name) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
