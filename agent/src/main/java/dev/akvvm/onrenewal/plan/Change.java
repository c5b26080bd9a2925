package dev.akvvm.onrenewal.plan;

import dev.akvvm.onrenewal.Action;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Readers of a certificate get something else, or are about to.
 *
 * @param link the certificate's link
 * @param version the version they get; while the link points to another, nothing has changed yet
 * @param done the keys of the actions that have worked since
 */
public record Change(String link, String version, Set<String> done) {
  /** Copies the set. */
  public Change {
    done = Collections.unmodifiableSet(new TreeSet<>(done));
  }

  /** Whether an action has worked for it. */
  public boolean isDone(Action action) {
    return done.contains(action.key());
  }

  /** The same once an action has worked. */
  public Change having(Action action) {
    Set<String> more = new TreeSet<>(done);
    more.add(action.key());
    return new Change(link, version, more);
  }
}
