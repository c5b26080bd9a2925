package dev.akvvm.sync;

import java.util.Optional;

/**
 * The password of a certificate's keystore.
 *
 * @param value empty when the certificate has no keystore, or when it could not be read
 * @param failure why it could not be read
 */
record KeystorePassword(Optional<String> value, Optional<Failure> failure) {
  @Override
  public String toString() {
    return "KeystorePassword[failure=" + failure + "]";
  }
}
