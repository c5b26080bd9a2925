package dev.akvvm.emulator;

/** How the certificates of a bundle are ordered; readers must not rely on either. */
public enum ChainOrder {
  /** Leaf, intermediates, root: certificates that Key Vault issued, and most imports. */
  LEAF_FIRST,
  /**
   * Root, intermediates, leaf: what Key Vault gives as PKCS#12 after a signing request was merged,
   * and as PEM if so uploaded.
   */
  ROOT_FIRST
}
