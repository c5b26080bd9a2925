package dev.akvvm.ownership;

import dev.akvvm.files.Access.AclEntry;
import dev.akvvm.files.Accounts;
import dev.akvvm.files.Accounts.Group;
import dev.akvvm.files.Accounts.User;
import dev.akvvm.files.PathWeakness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who besides root could change where a path leads.
 *
 * @param users those who could, as far as they are known
 * @param first who could do so nearest to the root directory; empty for a group of several, for
 *     everyone and for an id without an account
 * @param isMore whether there are others besides these users
 * @param isLetIn whether all others could do so because they may write, and none because they own
 *     something on the way: then it is the first who has let them in
 * @param reason one line for the operator
 */
record Suspects(
    Set<User> users, Optional<User> first, boolean isMore, boolean isLetIn, String reason) {
  private static final String ELSEWHERE = "use a certificateStoreLocation below /etc or /var";

  Suspects {
    users = Set.copyOf(users);
  }

  /**
   * Names them.
   *
   * @param weaknesses at least one
   */
  static Suspects of(List<PathWeakness> weaknesses, Accounts accounts) throws IOException {
    Set<User> users = new LinkedHashSet<>();
    List<PathWeakness> others = new ArrayList<>();
    boolean isMore = false;
    for (PathWeakness weakness : weaknesses) {
      Optional<User> user = only(weakness, accounts);
      // Root shows up here only through its own group, of which no one else is a member.
      if (user.filter(known -> known.identity().user() == 0).isEmpty()) {
        others.add(weakness);
        user.ifPresent(users::add);
        isMore |= user.isEmpty();
      }
    }
    if (others.isEmpty()) {
      return new Suspects(Set.of(), Optional.empty(), false, false, "");
    }
    boolean isOne = users.size() == 1 && !isMore;
    Optional<User> first = only(others.getFirst(), accounts);
    boolean isLetIn = true;
    for (PathWeakness other : others) {
      isLetIn &= !other.isOwner() || only(other, accounts).equals(first);
    }
    return new Suspects(
        users,
        first,
        isMore,
        isLetIn,
        reason(others.get(isOne ? 0 : worst(others, accounts)), isOne, accounts));
  }

  /** The first that is not about the first user: the one to fix where several could. */
  private static int worst(List<PathWeakness> weaknesses, Accounts accounts) throws IOException {
    Optional<User> first = only(weaknesses.getFirst(), accounts);
    for (int i = 0; i < weaknesses.size(); i++) {
      Optional<User> user = only(weaknesses.get(i), accounts);
      if (user.isEmpty() || !user.equals(first)) {
        return i;
      }
    }
    return 0;
  }

  /** True when it is only root after all. */
  boolean isNone() {
    return users.isEmpty() && !isMore;
  }

  /** True when it is {@link #first()} and no one else. */
  boolean isOnlyOne() {
    return users.size() == 1 && !isMore;
  }

  private static Optional<User> only(PathWeakness weakness, Accounts accounts) throws IOException {
    if (weakness.who().isEmpty()) {
      return Optional.empty();
    }
    AclEntry who = weakness.who().get();
    return who.kind() == AclEntry.Kind.USER
        ? accounts.userOf(who.id())
        : memberOfPrivateGroup(who.id(), accounts);
  }

  /** Many distributions give each user a private group of the same name. */
  private static Optional<User> memberOfPrivateGroup(int id, Accounts accounts) throws IOException {
    Optional<Group> group = accounts.groupOf(id);
    if (group.isEmpty()) {
      return Optional.empty();
    }
    Optional<User> user = accounts.named(group.get().name());
    return user.filter(
        known ->
            known.identity().group() == id
                && group.get().members().stream().allMatch(known.name()::equals));
  }

  private static String reason(PathWeakness weakness, boolean isOne, Accounts accounts)
      throws IOException {
    Path path = weakness.path();
    Optional<User> user = only(weakness, accounts);
    String cure =
        isOne
            ? "name " + user.map(User::name).orElse("") + " in the acls of every certificate in it"
            : weakness
                .fixedRights()
                .orElseGet(() -> (weakness.isOwner() ? "chown root " : "chmod go-w ") + path);
    return "%s %s %s, who could redirect what root writes; %s, or %s"
        .formatted(
            path,
            weakness.isOwner() ? "belongs to" : "is writable for",
            user.isPresent() ? shown(user.get()) : shown(weakness.who(), accounts),
            ELSEWHERE,
            cure);
  }

  private static String shown(User user) {
    return user.name() + " (uid " + Integer.toUnsignedString(user.identity().user()) + ")";
  }

  private static String shown(Optional<AclEntry> who, Accounts accounts) throws IOException {
    if (who.isEmpty()) {
      return "everybody";
    }
    int id = who.get().id();
    return who.get().kind() == AclEntry.Kind.USER
        ? "uid " + Integer.toUnsignedString(id)
        : "group %s (gid %s)"
            .formatted(
                accounts.groupOf(id).map(Group::name).orElse("without a name"),
                Integer.toUnsignedString(id));
  }
}
