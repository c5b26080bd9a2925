package dev.akvvm.transport;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which servers are reached without the proxy, by curl's rules for {@code NO_PROXY}.
 *
 * @param entries a name with all its subdomains, an address, a network such as {@code 10.0.0.0/8},
 *     each with or without a port; {@code *} is every server
 */
record NoProxyRules(List<String> entries) {
  NoProxyRules {
    entries = List.copyOf(entries);
  }

  /** The entries of {@code NO_PROXY}. */
  static NoProxyRules of(String list) {
    return new NoProxyRules(
        Arrays.stream(list.split("[,\\s]+", -1)).filter(entry -> !entry.isEmpty()).toList());
  }

  boolean covers(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$", "");
    return entries.stream().anyMatch(entry -> matches(entry.toLowerCase(Locale.ROOT), name, port));
  }

  private static boolean matches(String entry, String name, int port) {
    if (entry.equals("*")) {
      return true;
    }
    String host = entry;
    // An IPv6 address contains colons; brackets separate it from its port.
    int colon = entry.lastIndexOf(':');
    if (colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')) {
      if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      host = entry.substring(0, colon);
    }
    host = host.replaceFirst("^\\*?\\.", "").replaceAll("[\\[\\]]|\\.$", "");
    Optional<InetAddress> address = literal(name);
    return address.isPresent()
        ? isIn(host, address.get())
        : !host.isEmpty() && (name.equals(host) || name.endsWith("." + host));
  }

  private static boolean isIn(String network, InetAddress address) {
    int slash = network.indexOf('/');
    Optional<InetAddress> base = literal(slash < 0 ? network : network.substring(0, slash));
    if (base.isEmpty() || base.get().getAddress().length != address.getAddress().length) {
      return false;
    }
    int bits = address.getAddress().length * 8;
    if (slash >= 0) {
      String prefix = network.substring(slash + 1);
      if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
        return false;
      }
      bits = Integer.parseInt(prefix);
    }
    return haveInCommon(base.get().getAddress(), address.getAddress(), bits);
  }

  private static boolean haveInCommon(byte[] one, byte[] other, int bits) {
    for (int bit = 0; bit < bits; bit++) {
      if (((one[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
