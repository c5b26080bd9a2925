package dev.akvvm.ownership;

import dev.akvvm.files.Accounts;
import java.nio.file.Path;

/** As whom a store is written. */
public sealed interface StoreOwner {
  /** As root: no one else can change where the store's path leads, or what is in it. */
  record Root() implements StoreOwner {}

  /**
   * As the one user who could change that, and with that user's rights only: whatever the user puts
   * in the way, the kernel allows nothing that the user could not do alone. The files are the
   * user's.
   *
   * @param user is among the readers of every certificate in the store
   */
  record User(Accounts.User user) implements StoreOwner {}

  /**
   * Not at all: what root wrote there would go wherever someone else wants.
   *
   * @param store as the settings name it
   * @param reason one line for the operator: who could change what, and what to do
   * @param isUsersDoing whether a user who may read everything in the store has let others write:
   *     that costs the user its store, but is no reason to refuse the settings as a whole
   */
  record Nobody(Path store, String reason, boolean isUsersDoing) implements StoreOwner {
    @Override
    public String toString() {
      return store + " is not safe as a certificate store: " + reason;
    }
  }
}
