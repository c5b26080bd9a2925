package dev.akvvm.emulator;

import java.util.Locale;

/**
 * One of the front doors that stand for Azure. The control API is none: it is never recorded and
 * never fails to order.
 */
public enum Listener {
  /** The instance metadata service, plain HTTP. */
  METADATA,
  /** Azure Arc's agent, plain HTTP. */
  ARC,
  /** Entra's login, HTTPS at the same port as the vaults; the Host header tells them apart. */
  LOGIN,
  /** All key vaults, HTTPS; the first label of the Host header names the vault. */
  VAULTS;

  /** The name in the control API and in the program's ready line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
