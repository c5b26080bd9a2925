package dev.akvvm.emulator;

import java.util.Locale;

/**
 * One of the two front doors that stand for Azure. The control API is neither: it is never recorded
 * and never fails to order.
 */
public enum Listener {
  /** The instance metadata service, plain HTTP. */
  METADATA,
  /** All key vaults, HTTPS; the first label of the Host header names the vault. */
  VAULTS;

  /** The name in the control API and in the program's ready line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
