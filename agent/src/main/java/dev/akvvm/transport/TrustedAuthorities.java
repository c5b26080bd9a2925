package dev.akvvm.transport;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS with the authorities this machine trusts now: the bundle is read again when it has changed,
 * so that an authority an administrator adds is trusted from the next request on.
 */
final class TrustedAuthorities {
  private final Optional<Path> bundle;
  private SslContext context;
  private Map<String, Object> stamp;

  /**
   * @param bundle a PEM file; empty if neither the machine nor the package's runtime has one
   * @throws SSLException when the file holds no usable certificate
   */
  TrustedAuthorities(Optional<Path> bundle) throws SSLException {
    this.bundle = bundle;
    this.stamp = stamp();
    this.context = read();
  }

  /** The same object as long as nothing has changed; never empty. */
  synchronized Optional<SslContext> context() {
    Map<String, Object> now = stamp();
    if (!now.equals(stamp)) {
      try {
        context = read();
        stamp = now;
      } catch (SSLException e) {
        // It is being replaced: the old one stays in use until it can be read again.
        return Optional.of(context);
      }
    }
    return Optional.of(context);
  }

  private Map<String, Object> stamp() {
    if (bundle.isEmpty()) {
      return Map.of();
    }
    try {
      return Files.readAttributes(bundle.get(), "unix:ino,size,lastModifiedTime,ctime");
    } catch (IOException e) {
      return Map.of();
    }
  }

  private SslContext read() throws SSLException {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .trustManager(trustManager())
        .build();
  }

  private TrustManager trustManager() throws SSLException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(bundle.isEmpty() ? null : keyStore(bundle.get()));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager judge) {
          if (judge.getAcceptedIssuers().length == 0) {
            throw new SSLException(
                "this machine has no certificate authorities: install the package"
                    + " ca-certificates, or name a PEM file in SSL_CERT_FILE");
          }
          return new ExplainingTrustManager(
              judge,
              bundle
                  .map(path -> "the operating system's (" + path + ")")
                  .orElse("the operating system's, which has none (install ca-certificates)"));
        }
      }
      throw new SSLException("this Java has no trust manager for X.509");
    } catch (GeneralSecurityException | IOException e) {
      throw e instanceof SSLException known
          ? known
          : new SSLException(
              bundle.map(Path::toString).orElse("the runtime's own authorities")
                  + ": holds no certificate authority that can be read; is SSL_CERT_FILE right?",
              e);
    }
  }

  private static KeyStore keyStore(Path file) throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> certificates;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
    if (certificates.isEmpty()) {
      throw new IOException("no certificate in it");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load((@Nullable InputStream) null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry(Integer.toString(number++), certificate);
    }
    return store;
  }
}
