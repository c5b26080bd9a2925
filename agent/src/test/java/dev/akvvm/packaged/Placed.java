package dev.akvvm.packaged;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A certificate of the vault contoso as settings place it: store, layout, readers; and the names of
 * its files there.
 */
record Placed(String store, String name, Map<String, Object> more) {

  /** In a store, in one file. */
  static Placed in(String store, String name) {
    return new Placed(store, name, Map.of());
  }

  /** In this layout. */
  Placed as(String layout) {
    return with("layout", layout);
  }

  /** Read by a user. */
  Placed readBy(String... users) {
    return with("acls", List.of(users).stream().map(user -> Map.of("user", user)).toList());
  }

  /** With one more key. */
  Placed with(String key, Object value) {
    Map<String, Object> others = new LinkedHashMap<>(more);
    others.put(key, value);
    return new Placed(store, name, others);
  }

  /** As settings have it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("url", "https://contoso.vault.azure.net/secrets/" + name);
    json.put("certificateStoreLocation", store);
    json.putAll(more);
    return json;
  }

  String layout() {
    return more.getOrDefault("layout", "combined").toString();
  }

  /** The link that shows the current version, or that of the chain. */
  String link() {
    return store + "/contoso." + name + (layout().equals("split") ? ".pem" : "");
  }

  /** What the link leads to. */
  String path(Emulator.Version version) {
    String path = store + "/contoso." + name + "." + version.version() + ".";
    String validity = version.nbf() + "." + version.exp();
    return switch (layout()) {
      case "split" -> path + "pem." + version.nbf();
      case "certbot" -> path + validity;
      default -> path + validity + ".PEM";
    };
  }

  /** The file that holds the chain. */
  String chain(Emulator.Version version) {
    return path(version) + (layout().equals("certbot") ? "/fullchain.pem" : "");
  }

  /** The file that holds the private key. */
  String key(Emulator.Version version) {
    return switch (layout()) {
      case "split" -> path(version).replace(".pem.", ".keyid.");
      case "certbot" -> path(version) + "/privkey.pem";
      default -> path(version);
    };
  }
}
