package dev.akvvm.vault;

/**
 * A secret as the vault returned it.
 *
 * @param version the 32 hex digits that name it, from the answer's id
 * @param value what it holds; never shown
 */
public record Secret(String version, String value) {
  @Override
  public String toString() {
    return "Secret[version=" + version + "]";
  }
}
