package dev.akvvm.store;

import dev.akvvm.files.Access.AclEntry;
import dev.akvvm.files.Accounts;
import dev.akvvm.files.IoReason;
import dev.akvvm.settings.Grant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who besides root may read a certificate's files, resolved to this machine's ids.
 *
 * @param entries those that exist on this machine
 * @param warnings about those that do not
 */
record ResolvedGrants(Set<AclEntry> entries, List<String> warnings) {
  ResolvedGrants {
    entries = Set.copyOf(entries);
    warnings = List.copyOf(warnings);
  }

  static ResolvedGrants of(List<Grant> grants) {
    Accounts accounts = new Accounts();
    Set<AclEntry> entries = new HashSet<>();
    List<String> warnings = new ArrayList<>();
    for (Grant grant : grants) {
      try {
        OptionalInt id = id(accounts, grant);
        if (id.isPresent()) {
          entries.add(entry(grant, id.getAsInt()));
        } else {
          warnings.add(
              "%s does not exist on this machine and cannot read it; create the %s, or correct acls"
                  .formatted(grant, grant.kind()));
        }
      } catch (IOException e) {
        warnings.add("cannot look up " + grant + " of acls: " + IoReason.of(e));
      }
    }
    return new ResolvedGrants(entries, warnings);
  }

  /** Without a user who needs no entry, because that user owns the files. */
  ResolvedGrants without(int user) {
    Set<AclEntry> others = new HashSet<>(entries);
    others.remove(AclEntry.user(user));
    return new ResolvedGrants(others, warnings);
  }

  private static OptionalInt id(Accounts accounts, Grant grant) throws IOException {
    return switch (grant.kind()) {
      case USER -> accounts.user(grant.name());
      case GROUP -> accounts.group(grant.name());
    };
  }

  private static AclEntry entry(Grant grant, int id) {
    return switch (grant.kind()) {
      case USER -> AclEntry.user(id);
      case GROUP -> AclEntry.group(id);
    };
  }

  /**
   * False while some of them cannot be resolved: a directory service that is out of reach must not
   * cost anyone the access they have.
   */
  boolean isComplete() {
    return warnings.isEmpty();
  }
}
