package dev.akvvm.files;

import static dev.akvvm.files.PosixAcl.SEARCH;

import dev.akvvm.files.Access.AclEntry;
import dev.akvvm.files.PosixAcl.Entry;
import dev.akvvm.files.PosixAcl.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who can pass through a directory, and how to let others.
 *
 * @param acl the directory's
 * @param owner the directory's owner
 * @param group the directory's group
 */
record SearchRight(PosixAcl acl, int owner, int group) {
  static SearchRight of(Descriptor directory) throws IOException {
    FileFacts found = directory.facts();
    return new SearchRight(AclAttribute.read(directory, found), found.owner(), found.group());
  }

  /** Lets them pass through a directory; false when all could already. */
  static boolean let(Descriptor directory, Set<AclEntry> who) throws IOException {
    if (who.isEmpty()) {
      return false;
    }
    SearchRight search = of(directory);
    Set<AclEntry> lacking = search.lackedBy(who);
    if (lacking.isEmpty()) {
      return false;
    }
    AclAttribute.write(directory, search.extendedTo(lacking));
    return true;
  }

  /** Those of {@code who} who cannot be sure to pass. */
  Set<AclEntry> lackedBy(Set<AclEntry> who) {
    return who.stream().filter(each -> !has(each)).collect(Collectors.toUnmodifiableSet());
  }

  private boolean has(AclEntry who) {
    if (who.equals(AclEntry.user(owner))) {
      // An entry has no effect on the owner, who has what the mode says and may change it.
      return true;
    }
    if (who.equals(AclEntry.group(group)) && acl.entries().stream().anyMatch(this::letsOwnGroup)) {
      return true;
    }
    Optional<Entry> own = acl.entries().stream().filter(each -> each.isAbout(who)).findFirst();
    return own.map(this::lets).orElseGet(this::letsAnybody);
  }

  /**
   * Users who are not named pass as members of some group or as the world, and members of a group
   * that is kept out do not get the world's right.
   */
  private boolean letsAnybody() {
    return acl.entries().stream()
        .filter(entry -> entry.tag() != Tag.OWNER && entry.tag() != Tag.USER)
        .allMatch(this::lets);
  }

  private boolean letsOwnGroup(Entry entry) {
    return entry.tag() == Tag.OWNING_GROUP && lets(entry);
  }

  private boolean lets(Entry entry) {
    return (acl.effective(entry) & SEARCH) != 0;
  }

  /**
   * The ACL that lets {@code who} pass too.
   *
   * <p>Its mask grows by search at most, so no one gains read or write access. Where the mask
   * lacked search ({@code chmod 700} does that), users and groups that are named with search get it
   * back: it was given to them by name, and taking it from their entries would undo what other
   * programs repair in the same way. The owning group does not get it back: it had it from a mode,
   * and a later mode took it away.
   */
  PosixAcl extendedTo(Set<AclEntry> who) {
    boolean wasMasked = (acl.mask() & SEARCH) == 0;
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : acl.entries()) {
      if (who.stream().anyMatch(entry::isAbout)) {
        entries.add(entry.with(entry.permissions() | SEARCH));
      } else if (entry.tag() == Tag.OWNING_GROUP && wasMasked) {
        entries.add(entry.with(entry.permissions() & ~SEARCH));
      } else if (entry.tag() != Tag.MASK) {
        entries.add(entry);
      }
    }
    for (AclEntry each : who) {
      if (acl.entries().stream().noneMatch(entry -> entry.isAbout(each))) {
        entries.add(Entry.of(each, SEARCH));
      }
    }
    entries.add(PosixAcl.maskOf(acl.mask() | SEARCH));
    return new PosixAcl(entries);
  }
}
