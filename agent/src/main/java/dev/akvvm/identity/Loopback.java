package dev.akvvm.identity;

import dev.akvvm.settings.IdentitySettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which endpoints are certain to be on this machine. Not even the name {@code localhost} is enough:
 * if no file defines it, DNS does.
 *
 * @param lookup as {@link InetAddress#getAllByName}, whose answer Java then caches for the request
 */
record Loopback(Lookup lookup) {
  static final Loopback OF_MACHINE = new Loopback(InetAddress::getAllByName);

  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /**
   * Whether what is sent there stays on this machine. To a name that does not resolve nothing is
   * sent at all.
   */
  boolean holds(URI endpoint) {
    if (!new IdentitySettings(endpoint, Optional.empty()).hasLoopbackEndpoint()) {
      return false;
    }
    try {
      return Stream.of(lookup.of(endpoint.getHost())).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return true;
    }
  }
}
