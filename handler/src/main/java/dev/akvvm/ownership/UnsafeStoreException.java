package dev.akvvm.ownership;

import java.io.IOException;

/** A store whose path someone could redirect who must not. Nothing is read or written there. */
public final class UnsafeStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsafeStoreException(StoreOwner.Nobody refused) {
    super(refused.toString());
  }
}
