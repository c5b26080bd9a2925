package dev.akvvm.settings;

/**
 * Who besides the owner may read a certificate's files: one half of an entry of {@code acls}.
 *
 * @param kind whether {@code name} is looked up among users or groups
 * @param name as in the system's user database, or a number if there is no such name
 */
public record Grant(Kind kind, String name) {
  /** Refuses an empty name. */
  public Grant {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a grant names somebody");
    }
  }

  /** What a name refers to. */
  public enum Kind {
    /** A user. */
    USER,
    /** A group. */
    GROUP;

    @Override
    public String toString() {
      return this == USER ? "user" : "group";
    }
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
