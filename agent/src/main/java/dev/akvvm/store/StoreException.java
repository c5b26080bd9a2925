package dev.akvvm.store;

import dev.akvvm.files.IoReason;
import java.io.IOException;

/** A certificate cannot be written to disk. What was installed before is still there. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  StoreException(IOException cause) {
    super(IoReason.of(cause), cause);
  }

  /** One line for the operator. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
