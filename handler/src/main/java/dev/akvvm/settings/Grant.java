package dev.akvvm.settings;

/**
 * Who may read a certificate's files beside their owner: one half of an entry of {@code acls}.
 *
 * @param kind whether {@code name} is looked up among users or groups
 * @param name as in the system's user database, or a number where it knows none of that name
 */
public record Grant(Kind kind, String name) {
  /** Refuses a grant to nobody. */
  public Grant {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a grant names somebody");
    }
  }

  /** Of whom a name is. */
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
