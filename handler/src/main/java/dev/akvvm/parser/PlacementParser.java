package dev.akvvm.parser;

import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.Placement.ChainExtent;
import dev.akvvm.settings.Placement.LinkTargets;
import dev.akvvm.settings.Placement.Versions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Reads where and how a certificate is stored on disk: from its entry, and from the defaults in
 * {@code secretsManagementSettings} for what is not set there.
 */
final class PlacementParser {
  static final String LINK = "customSymbolicLinkName";

  private static final String ACLS = "acls";
  private static final String RETAINED = "retainedVersions";

  private final Field defaults;
  private final boolean grantsApply;

  PlacementParser(Field defaults) {
    this.defaults = defaults;
    this.grantsApply = defaults.child("aclEnabled").flag(true);
    check();
  }

  /** A default is checked even if no certificate uses it. */
  private void check() {
    if (defaults.holdsMembers()) {
      parse(defaults);
    }
  }

  /** Problems are reported to the fields; what has one is left unset in the result. */
  Unnamed parse(Field entry) {
    return parse(
        entry,
        () -> layout(setting(entry, "layout")),
        () -> chain(setting(entry, "chain")),
        () -> KeystoreParser.parse(entry.child("keystore"), defaults.child("keystore")));
  }

  /** The same for what has this layout and no keystore, whatever the defaults say. */
  Unnamed parse(Field entry, Layout only) {
    return parse(entry, () -> only, () -> ChainExtent.FULL, Optional::empty);
  }

  private Unnamed parse(
      Field entry,
      Supplier<Layout> layout,
      Supplier<ChainExtent> chain,
      Supplier<Optional<Keystore>> keystore) {
    return new Unnamed(
        StorePath.location(setting(entry, "certificateStoreLocation")),
        StorePath.linkName(entry.child(LINK)),
        layout.get(),
        chain.get(),
        keystore.get(),
        retained(setting(entry, RETAINED)),
        setting(entry, "links").choice(LinkTargets.ABSOLUTE),
        setting(entry, "versions").choice(Versions.VISIBLE),
        grants(setting(entry, ACLS)));
  }

  private Field setting(Field entry, String key) {
    Field own = entry.child(key);
    return own.isUnset() ? defaults.child(key) : own;
  }

  private static Layout layout(Field field) {
    Optional<String> name = field.text();
    if (name.isEmpty()) {
      return Layout.COMBINED;
    }
    Optional<Layout> layout = Layout.named(name.get());
    if (layout.isEmpty()) {
      field.error("expected " + Layout.names() + ", found " + field.found());
    }
    return layout.orElse(Layout.COMBINED);
  }

  private static ChainExtent chain(Field field) {
    Optional<String> name = field.text();
    Optional<ChainExtent> chain =
        name.isEmpty() ? Optional.of(ChainExtent.FULL) : ChainExtent.named(name.get());
    if (chain.isEmpty()) {
      field.error("expected full or withoutRoot, found " + field.found());
    }
    return chain.orElse(ChainExtent.FULL);
  }

  private static OptionalInt retained(Field field) {
    if (field.isText() && field.text().orElse("").toLowerCase(Locale.ROOT).equals("all")) {
      return OptionalInt.empty();
    }
    return field
        .number(0, "a whole number from 0, or \"all\"")
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private List<Grant> grants(Field field) {
    List<Grant> grants = GrantsParser.parse(field);
    if (grantsApply) {
      return grants;
    }
    if (!grants.isEmpty()) {
      defaults.child("aclEnabled").warning("false, so no acls are applied");
    }
    return List.of();
  }

  /** A placement without the default name of its link, which is not known here. */
  record Unnamed(
      Path store,
      Optional<String> linkName,
      Layout layout,
      ChainExtent chain,
      Optional<Keystore> keystore,
      OptionalInt retainedVersions,
      LinkTargets linkTargets,
      Versions versions,
      List<Grant> grants) {

    Placement orNamed(String usualName) {
      return new Placement(
          store,
          linkName.orElse(usualName),
          layout,
          chain,
          keystore,
          retainedVersions,
          linkTargets,
          versions,
          grants);
    }
  }
}
