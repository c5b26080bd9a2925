package dev.akvvm.parser;

import java.util.Locale;
import java.util.Set;

/** Settings that are known but do nothing here: those for Windows. */
final class UnsupportedSettings {
  /** What templates for Linux give as the store's name because Windows needs one. */
  private static final Set<String> STORE_NAMES_OF_TEMPLATES = Set.of("my", "ignored", "ignore");

  private static final String NO_MEANING = "no meaning on Linux, ignored";

  private UnsupportedSettings() {}

  /** Checks what applies to all certificates. */
  static void warnOfWindows(Field secrets) {
    warnOfStoreName(secrets.child("certificateStoreName"));
    if (secrets.child("linkOnRenewal").flag(false)) {
      secrets
          .child("linkOnRenewal")
          .warning(NO_MEANING + "; the current link is always switched to the new version");
    }
  }

  /** Checks one certificate. */
  static void warnOfWindowsIn(Field entry) {
    warnOfStoreName(entry.child("certificateStoreName"));
    Field exportable = entry.child("keyExportable");
    if (!exportable.isUnset()) {
      exportable.flag(true);
      exportable.warning(NO_MEANING + "; whoever can read a key's file can copy it");
    }
    if (!entry.child("accounts").isUnset()) {
      entry.child("accounts").warning(NO_MEANING + "; who may read the files is given by acls");
    }
  }

  private static void warnOfStoreName(Field field) {
    if (field.isUnset()) {
      return;
    }
    String name = field.text().orElse("").toLowerCase(Locale.ROOT);
    if (name.startsWith("/")) {
      field.warning(NO_MEANING + "; a folder is given as certificateStoreLocation");
    } else if (!STORE_NAMES_OF_TEMPLATES.contains(name)) {
      field.warning(NO_MEANING);
    }
  }
}
