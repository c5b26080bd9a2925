package dev.akvvm.files;

import java.io.IOException;

/** This process may not act as a user: when its service was started, it did not have to. */
public final class MissingRightsException extends IOException {
  private static final long serialVersionUID = 1L;

  MissingRightsException(FileIdentity user) {
    super(
        "cannot act as uid "
            + Integer.toUnsignedString(user.user())
            + ": this process lacks CAP_SETUID or CAP_SETGID");
  }
}
