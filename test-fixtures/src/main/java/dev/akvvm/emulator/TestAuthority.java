package dev.akvvm.emulator;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The CA that clients must trust to talk to the vaults, and the certificate with which the vaults
 * present themselves.
 */
final class TestAuthority {
  private final X509Certificate root;
  private final X509Certificate server;
  private final KeyPair serverKeys;

  TestAuthority(Instant now) {
    KeyPool keys = new KeyPool();
    Issuer.Authority authority =
        Issuer.Authority.root(
            "Azure emulator test CA", keys.take(KeyType.P_256, Optional.empty()), now);
    root = authority.certificate();
    serverKeys = keys.take(KeyType.P_256, Optional.empty());
    server =
        authority
            .issuer()
            .issue(
                "vault.azure.net",
                serverKeys.getPublic(),
                names(),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(397)));
  }

  String pem() {
    return Pem.certificate(root);
  }

  SSLContext serverContext() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "vaults", serverKeys.getPrivate(), new char[0], new Certificate[] {server, root});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
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
