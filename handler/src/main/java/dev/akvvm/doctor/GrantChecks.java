package dev.akvvm.doctor;

import dev.akvvm.files.Access.AclEntry;
import dev.akvvm.files.Accounts;
import dev.akvvm.files.Directory;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.WalkedPath;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Whether the users and groups in the settings exist here, and can be given access. */
final class GrantChecks {
  private static final String STEP = "grants";

  private final Accounts accounts = new Accounts();
  private final StoreThreads threads;
  private final Path guestAgentFolder;

  GrantChecks(StoreThreads threads, Path guestAgentFolder) {
    this.threads = threads;
    this.guestAgentFolder = guestAgentFolder;
  }

  List<Finding> of(List<ObservedCertificate> certificates) {
    Map<Path, Set<Grant>> grants = new LinkedHashMap<>();
    for (ObservedCertificate certificate : certificates) {
      if (!certificate.placement().grants().isEmpty()) {
        grants
            .computeIfAbsent(certificate.placement().store(), _ -> new LinkedHashSet<>())
            .addAll(certificate.placement().grants());
      }
    }
    if (grants.isEmpty()) {
      return List.of(Finding.ok(STEP, "no acls in the settings: files are root's"));
    }
    List<Finding> findings = new ArrayList<>();
    grants.forEach((store, all) -> findings.addAll(in(store, all)));
    return findings;
  }

  private List<Finding> in(Path store, Set<Grant> grants) {
    try {
      return threads.run(store, () -> look(store, grants));
    } catch (IOException e) {
      return List.of(Finding.fix(STEP, IoReason.of(e)));
    }
  }

  private List<Finding> look(Path store, Set<Grant> grants) throws IOException {
    try (WalkedPath walked = WalkedPath.of(store);
        Directory existing = walked.openExisting()) {
      if (!existing.supportsAcls()) {
        return List.of(
            Finding.fix(
                STEP,
                existing.path()
                    + ": the file system has no ACLs; mount it with ACLs, or choose another"
                    + " certificateStoreLocation than "
                    + store));
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (Grant grant : grants) {
      findings.add(of(grant, store));
    }
    return findings;
  }

  private Finding of(Grant grant, Path store) throws IOException {
    boolean isUser = grant.kind() == Grant.Kind.USER;
    OptionalInt id = isUser ? accounts.user(grant.name()) : accounts.group(grant.name());
    if (id.isEmpty()) {
      return Finding.fix(
          STEP,
          grant
              + " does not exist on this machine; create the "
              + grant.kind()
              + ", or correct acls");
    }
    AclEntry who = isUser ? AclEntry.user(id.getAsInt()) : AclEntry.group(id.getAsInt());
    Optional<Path> closed = closed(who, store);
    return closed.isEmpty()
        ? Finding.ok(STEP, grant + " can be let in to " + store)
        : Finding.note(
            STEP,
            grant
                + " may not be able to pass "
                + closed.get()
                + "; give it search (x) there, or choose another certificateStoreLocation");
  }

  /** A directory above the store that keeps them out and that the agent does not open. */
  private Optional<Path> closed(AclEntry who, Path store) throws IOException {
    for (Path above = store.getParent(); above != null; above = above.getParent()) {
      if (!above.equals(guestAgentFolder) && lacksSearch(above, who)) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  /** A missing one will be created so that others can pass. */
  private static boolean lacksSearch(Path directory, AclEntry who) throws IOException {
    try (WalkedPath walked = WalkedPath.of(directory)) {
      if (!walked.exists()) {
        return false;
      }
      try (Directory open = walked.open()) {
        return open.lacksSearch(who);
      }
    }
  }
}
