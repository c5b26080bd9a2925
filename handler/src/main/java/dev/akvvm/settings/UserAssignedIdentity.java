package dev.akvvm.settings;

import java.util.Locale;

/**
 * One of the identities assigned to the machine, as {@code msiClientId} names it.
 *
 * @param id a client id, an object id, or the ARM resource id {@code /subscriptions/...}
 */
public record UserAssignedIdentity(String id) {
  /** Refuses an identity without a name. */
  public UserAssignedIdentity {
    if (id.isBlank()) {
      throw new IllegalArgumentException("an identity is named");
    }
  }

  /**
   * True for an ARM resource id; client and object ids look alike, so only asking tells which it
   * is.
   */
  public boolean isResourceId() {
    return id.toLowerCase(Locale.ROOT).startsWith("/subscriptions/");
  }
}
