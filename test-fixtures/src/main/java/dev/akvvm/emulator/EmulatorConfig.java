package dev.akvvm.emulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the emulator listens and what it starts with. Start from {@link #local} and change what
 * matters.
 *
 * @param metadata address of the managed identity endpoint; port 0 = any free one
 * @param vaults address of all vaults; port 0 = any free one
 * @param clock for everything that Azure's clock decides: attributes, certificates, tokens. Not for
 *     the emulator's own TLS certificate, which clients check by theirs.
 * @param tokenLifetime from issue to expiry of an access token
 * @param arc Azure Arc's agent, where the machine has one
 */
public record EmulatorConfig(
    InetSocketAddress metadata,
    InetSocketAddress vaults,
    Clock clock,
    Duration tokenLifetime,
    Identities identities,
    Optional<Arc> arc) {

  public EmulatorConfig {
    if (tokenLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "tokens must live for a second at least, not " + tokenLifetime);
    }
  }

  /** Free ports of 127.0.0.1, the system's clock, tokens for a day, a system-assigned identity. */
  public static EmulatorConfig local() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    return new EmulatorConfig(
        any, any, Clock.systemUTC(), Duration.ofDays(1), Identities.system(), Optional.empty());
  }

  /** The same at other addresses. */
  public EmulatorConfig at(InetSocketAddress otherMetadata, InetSocketAddress otherVaults) {
    return new EmulatorConfig(otherMetadata, otherVaults, clock, tokenLifetime, identities, arc);
  }

  /** The same by another clock. */
  public EmulatorConfig with(Clock other) {
    return new EmulatorConfig(metadata, vaults, other, tokenLifetime, identities, arc);
  }

  /** The same with other managed identities. */
  public EmulatorConfig with(Identities other) {
    return new EmulatorConfig(metadata, vaults, clock, tokenLifetime, other, arc);
  }

  /** The same with tokens that live longer or shorter. */
  public EmulatorConfig withTokenLifetime(Duration other) {
    return new EmulatorConfig(metadata, vaults, clock, other, identities, arc);
  }

  /** The same with Azure Arc's agent. */
  public EmulatorConfig with(Arc other) {
    return new EmulatorConfig(
        metadata, vaults, clock, tokenLifetime, identities, Optional.of(other));
  }
}
