package dev.akvvm.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something an operator should fix about a certificate that is installed and up to date.
 *
 * @param kind what it is about
 * @param message one line: what is wrong, and what to do
 */
public record Warning(Kind kind, String message) {
  /** The kinds, worst first. */
  public enum Kind {
    /** Its validity has ended, and the vault has nothing newer. */
    EXPIRED,
    /** Its validity has not begun. */
    NOT_YET_VALID,
    /** The vault's newest version has expired, and is not installed in its place. */
    NEWEST_EXPIRED,
    /** It is self-signed, and the version before was not. */
    SELF_SIGNED,
    /** It lacks DNS names that the version before had. */
    NAMES_LOST,
    /** The vault's value lacks an issuer between the leaf and an authority. */
    CHAIN_INCOMPLETE,
    /** A user or group that the settings name cannot read it. */
    READER_MISSING,
    /** The PEM files are in place, but the keystore is an older one or missing. */
    KEYSTORE_NOT_WRITTEN,
    /** The keystore is in place, but its password keeps some programs from opening it. */
    KEYSTORE_PASSWORD,
    /** Its key is of another type than that of the version before, or shorter. */
    KEY_CHANGED
  }

  /**
   * Adds to {@code entries} what the next process must know: warnings come from a poll, and none
   * may be due at its start.
   *
   * @param key how the keys of these entries begin
   */
  static void remember(
      String key, List<Warning> warnings, String link, Map<String, String> entries) {
    warnings.forEach(
        warning ->
            entries.merge(
                key + warning.kind() + " " + link,
                warning.message(),
                (one, other) -> one + "; " + other));
  }

  static List<Warning> recall(String key, String link, Map<String, String> entries) {
    List<Warning> warnings = new ArrayList<>();
    Stream.of(Kind.values())
        .forEach(
            kind ->
                Optional.ofNullable(entries.get(key + kind + " " + link))
                    .ifPresent(message -> warnings.add(new Warning(kind, message))));
    return warnings;
  }
}
