package dev.akvvm.emulator;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The CA that clients must trust to talk to the vaults, and the certificate with which the vaults
 * present themselves.
 */
final class TestAuthority {
  private final Issuer.Authority authority;
  private final KeyPair serverKeys;
  private final PresentedKey presented;

  TestAuthority(Instant now) {
    KeyPool keys = new KeyPool();
    authority =
        Issuer.Authority.root(
            "Azure emulator test CA", keys.take(KeyType.P_256, Optional.empty()), now);
    serverKeys = keys.take(KeyType.P_256, Optional.empty());
    presented =
        new PresentedKey(
            serverKeys.getPrivate(),
            server(names(), now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(397))),
            authority.certificate());
  }

  String pem() {
    return Pem.certificate(authority.certificate());
  }

  /** Shows another certificate of the same CA from the next connection on; no name = the usual. */
  void present(String name, Instant notBefore, Instant expires) {
    List<GeneralName> shown =
        name.isEmpty() ? names() : List.of(new GeneralName(GeneralName.dNSName, name));
    presented.present(server(shown, notBefore, expires), authority.certificate());
  }

  /** Shows a certificate of another CA from the next connection on. */
  void presentIssuedBy(String name) {
    Instant now = Instant.now();
    Issuer.Authority other =
        Issuer.Authority.root(name, new KeyPool().take(KeyType.P_256, Optional.empty()), now);
    presented.present(
        other
            .issuer()
            .issue(
                "vault.azure.net",
                serverKeys.getPublic(),
                names(),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(1))),
        other.certificate());
  }

  private X509Certificate server(List<GeneralName> names, Instant notBefore, Instant expires) {
    return authority
        .issuer()
        .issue("vault.azure.net", serverKeys.getPublic(), names, notBefore, expires);
  }

  SSLContext serverContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {presented}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot set up TLS", e);
    }
  }

  private static List<GeneralName> names() {
    List<GeneralName> names = new ArrayList<>();
    for (Cloud cloud : Cloud.values()) {
      names.add(new GeneralName(GeneralName.dNSName, "*." + cloud.suffix()));
    }
    for (String host : LoginService.hosts()) {
      names.add(new GeneralName(GeneralName.dNSName, host));
    }
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    return names;
  }
}
