package dev.akvvm.parser;

import dev.akvvm.settings.Grant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code acls}: entries that name a user, a group, or both. */
final class GrantsParser {
  /** Any name a directory service may have, but nothing that would change the meaning of an ACL. */
  private static final Pattern NAME = Pattern.compile("[^-\\p{Cntrl}:,/][^\\p{Cntrl}:,/]*");

  private GrantsParser() {}

  static List<Grant> parse(Field acls) {
    Set<Grant> grants = new LinkedHashSet<>();
    for (Field entry : acls.elements()) {
      if (!entry.holdsMembers()) {
        entry.error("expected an object with user or group, found " + entry.found());
        continue;
      }
      entry.warnOfUnknownKeys(KnownKeys.ACL);
      if (entry.child("user").isUnset() && entry.child("group").isUnset()) {
        entry.error("expected user or group or both, found neither");
      }
      add(grants, Grant.Kind.USER, entry.child("user"));
      add(grants, Grant.Kind.GROUP, entry.child("group"));
    }
    return List.copyOf(grants);
  }

  private static void add(Set<Grant> grants, Grant.Kind kind, Field field) {
    field
        .name()
        .ifPresent(
            name -> {
              if (NAME.matcher(name).matches()) {
                grants.add(new Grant(kind, name));
              } else {
                field.error(
                    "expected the name or number of one " + kind + ", found " + field.found());
              }
            });
  }
}
