package dev.akvvm.parser;

import dev.akvvm.settings.Vault;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the host of a vault's URL. */
final class VaultHost {
  /** Besides the link-local addresses: Azure's wire server, and what other clouds use on IPv6. */
  private static final Set<InetAddress> PLATFORM =
      Set.of(InetAddress.ofLiteral("168.63.129.16"), InetAddress.ofLiteral("fd00:ec2::254"));

  /** DNS's limit; files are named after the first label. */
  private static final int MAX_LABEL = 63;

  private static final Pattern PRIVATE_LINK =
      Pattern.compile("([^.]+)(?:\\.privatelink)?\\.vaultcore\\.(.+)");

  private static final String EXPECTED = "expected <vault>.vault.azure.net";

  private VaultHost() {}

  /** The host to use, in lower case; empty when no vault can be there, which is reported. */
  static Optional<String> of(Field field, String given) {
    String host = given.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    String shown = "the host " + field.quoted(host);
    if (isPlatform(host)) {
      field.error(shown + " is the machine's metadata service, not a vault: " + EXPECTED);
      return Optional.empty();
    }
    if (host.contains(".managedhsm.")) {
      field.error(
          shown + " is a Managed HSM, which holds no certificates: " + EXPECTED + ", a vault");
      return Optional.empty();
    }
    Optional<String> vault = behindPrivateLink(host);
    if (vault.isPresent()) {
      field.error(
          shown
              + " is a private link's: use "
              + (field.isProtected() ? "the vault's own name" : vault.get())
              + ", which the private DNS zone leads to the private endpoint");
      return Optional.empty();
    }
    if (firstLabel(host).length() > MAX_LABEL) {
      field.error(shown + " begins with more than " + MAX_LABEL + " characters: " + EXPECTED);
      return Optional.empty();
    }
    if (Vault.SUFFIXES.stream().noneMatch(suffix -> host.endsWith("." + suffix))) {
      field.warning(shown + " is not a Key Vault host, used anyway" + hint(field, host));
    }
    return Optional.of(host);
  }

  /**
   * The vault's own name, if the host is what that leads to where there is a private endpoint. Key
   * Vault's certificate and its tokens are for its own name only.
   */
  private static Optional<String> behindPrivateLink(String host) {
    Matcher link = PRIVATE_LINK.matcher(host);
    return link.matches() && Vault.SUFFIXES.contains("vault." + link.group(2))
        ? Optional.of(link.group(1) + ".vault." + link.group(2))
        : Optional.empty();
  }

  private static boolean isPlatform(String host) {
    try {
      InetAddress address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]|%.*", ""));
      return address.isLinkLocalAddress() || PLATFORM.contains(address);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String hint(Field field, String host) {
    String vault = firstLabel(host);
    return host.contains(".")
        ? NearMiss.of(host.substring(vault.length() + 1), Vault.SUFFIXES)
            .map(suffix -> "; did you mean " + field.quoted(vault + "." + suffix) + "?")
            .orElse("")
        : "";
  }

  private static String firstLabel(String host) {
    return host.split("\\.", 2)[0];
  }
}
