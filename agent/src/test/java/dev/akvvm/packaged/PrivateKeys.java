package dev.akvvm.packaged;

import java.util.HashMap;
import java.util.Map;

/** Finds private keys in files, identified by their public keys. */
final class PrivateKeys {
  private PrivateKeys() {}

  /** Keys in PEM files. */
  static Map<String, String> in(Machine machine, String files) {
    return in(machine, files, "$f");
  }

  /**
   * Keys in PEM files: a digest of the public key, and what a file is called.
   *
   * @param files as sh expands it
   * @param name what to call the file {@code $f}, as sh expands it
   */
  static Map<String, String> in(Machine machine, String files, String name) {
    Map<String, String> keys = new HashMap<>();
    String script =
        """
        for f in %s; do
          [ ! -e "$f" ] || echo "$(openssl pkey -in "$f" -pubout -outform DER | sha256sum) %s"
        done
        """
            .formatted(files, name);
    machine
        .output("sh", "-c", script)
        .lines()
        .forEach(
            line -> keys.put(line.substring(0, 64), line.substring(64).replace(" - ", "").strip()));
    return keys;
  }
}
