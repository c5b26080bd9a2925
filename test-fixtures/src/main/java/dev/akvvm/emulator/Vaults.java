package dev.akvvm.emulator;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All vaults, made as they are named. */
final class Vaults {
  private final Map<String, Vault> byName = new ConcurrentHashMap<>();
  private final Clock clock;
  private final CertificateMint mint;

  Vaults(Clock clock) {
    this.clock = clock;
    this.mint = new CertificateMint(clock);
  }

  Vault named(String name) {
    return byName.computeIfAbsent(
        name.toLowerCase(Locale.ROOT), key -> new Vault(key, mint, new SecretStore(clock)));
  }

  /** The vault of a Host header. */
  Vault at(String host) {
    return named(host.replaceFirst("[.:].*$", ""));
  }
}
