package dev.akvvm.emulator;

/**
 * The ways in which a vault says 403 to a caller with a good token. A disabled secret is another:
 * see {@link Vault#setEnabled}.
 */
public enum Denial {
  /**
   * The identity has no role: {@code ForbiddenByRbac}. Real vaults say so for minutes after a role
   * was given, too.
   */
  RBAC("ForbiddenByRbac"),
  /** The vault uses access policies, and none lets the identity read: {@code AccessDenied}. */
  ACCESS_POLICY("AccessDenied"),
  /** The vault's firewall does not know the address: {@code ForbiddenByFirewall}. */
  FIREWALL("ForbiddenByFirewall"),
  /**
   * Public access is off and the call did not come by a private link: {@code
   * ForbiddenByConnection}.
   */
  CONNECTION("ForbiddenByConnection");

  private final String innerCode;

  Denial(String innerCode) {
    this.innerCode = innerCode;
  }

  String innerCode() {
    return innerCode;
  }
}
