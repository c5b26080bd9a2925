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
 * Who may read a certificate's files beside root, as this machine knows them.
 *
 * @param entries those it knows
 * @param complaints about those it does not
 */
record Readers(Set<AclEntry> entries, List<String> complaints) {
  Readers {
    entries = Set.copyOf(entries);
    complaints = List.copyOf(complaints);
  }

  static Readers of(List<Grant> grants) {
    Accounts accounts = new Accounts();
    Set<AclEntry> entries = new HashSet<>();
    List<String> complaints = new ArrayList<>();
    for (Grant grant : grants) {
      try {
        OptionalInt id = id(accounts, grant);
        if (id.isPresent()) {
          entries.add(entry(grant, id.getAsInt()));
        } else {
          complaints.add(
              "%s does not exist on this machine and cannot read it; create the %s, or correct acls"
                  .formatted(grant, grant.kind()));
        }
      } catch (IOException e) {
        complaints.add("cannot look up " + grant + " of acls: " + IoReason.of(e));
      }
    }
    return new Readers(entries, complaints);
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
   * False while the machine does not know everybody: a directory service that is away must not cost
   * those their access who have it.
   */
  boolean isComplete() {
    return complaints.isEmpty();
  }
}
