package dev.akvvm.ownership;

import java.io.IOException;

/** A store whose path somebody could bend who must not. Nothing is read there or written. */
public final class UnsafeStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsafeStoreException(StoreOwner.Nobody refused) {
    super(refused.toString());
  }
}
