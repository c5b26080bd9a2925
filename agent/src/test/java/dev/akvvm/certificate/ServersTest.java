package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servers that use what is written, with what is written. */
@Tag("slow")
final class ServersTest {
  private static final String ALIAS = "web";
  private static final String PASSWORD = "secret";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"RSA:2048", "RSA:4096", "EC:P-256", "EC:secp256k1", "EC:P-384", "EC:P-521"})
  void nginx_combinedAndSplitFiles_areAccepted(String algorithm) throws Exception {
    write(algorithm);

    nginx("-t", "combined.pem", "combined.pem");
    nginx("-t", "fullchain.pem", "privkey.pem");
  }

  @Test
  void nginx_keyOfAnother_isNoticed() throws Exception {
    OpenSsl openssl = write("EC:P-256");
    openssl.write("other.key", openssl.pem("root.key").getBytes(US_ASCII));

    assertThrows(IOException.class, () -> nginx("-t", "fullchain.pem", "other.key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA:2048", "EC:P-256", "EC:P-384", "EC:P-521"})
  void nginx_running_servesTheWholeChain(String algorithm) throws Exception {
    OpenSsl openssl = write(algorithm);
    Path configuration = nginxConfiguration("fullchain.pem", "privkey.pem");

    try (RunningServer _ =
        RunningServer.start(
            Program.installed("nginx"),
            folder,
            socket(),
            "-p",
            folder.toString(),
            "-c",
            configuration.toString())) {
      assertServed(openssl);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA:2048", "EC:P-256", "EC:secp256k1", "EC:P-384", "EC:P-521"})
  void haproxy_combinedFile_isAccepted(String algorithm) throws Exception {
    write(algorithm);

    Program.installed("haproxy").run(folder, "-c", "-f", haproxyConfiguration().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA:2048", "EC:P-256", "EC:P-384", "EC:P-521"})
  void haproxy_running_servesTheWholeChain(String algorithm) throws Exception {
    OpenSsl openssl = write(algorithm);

    try (RunningServer _ =
        RunningServer.start(
            Program.installed("haproxy"),
            folder,
            socket(),
            "-db",
            "-f",
            haproxyConfiguration().toString())) {
      assertServed(openssl);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA:2048", "EC:P-256", "EC:P-384", "EC:P-521"})
  void java_servingFromAnyKeystore_isTrusted(String algorithm) throws Exception {
    CertificateBundle bundle = decoded(new OpenSsl(folder).withChain(algorithm));

    assertHandshake("PKCS12", bundle.toPkcs12(ALIAS, PASSWORD));
    assertHandshake("JKS", bundle.toJks(ALIAS, PASSWORD));
  }

  private OpenSsl write(String algorithm) throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain(algorithm);
    CertificateBundle bundle = decoded(openssl);
    openssl.write("combined.pem", bundle.toPem());
    openssl.write("fullchain.pem", bundle.fullChainPem());
    openssl.write("privkey.pem", bundle.keyPem());
    return openssl;
  }

  private static CertificateBundle decoded(OpenSsl openssl) throws Exception {
    return CertificateBundle.decode(
        openssl.pem("root.crt", "intermediate.crt", "leaf.crt", "leaf.key"));
  }

  private Path socket() {
    return folder.resolve("tls.sock");
  }

  private void nginx(String option, String certificate, String key) throws Exception {
    Path configuration = nginxConfiguration(certificate, key);
    Program.installed("nginx")
        .run(folder, option, "-p", folder.toString(), "-c", configuration.toString());
  }

  private Path nginxConfiguration(String certificate, String key) throws IOException {
    return Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path temp;
          proxy_temp_path temp;
          fastcgi_temp_path temp;
          uwsgi_temp_path temp;
          scgi_temp_path temp;
          server {
            listen unix:%s ssl;
            ssl_certificate %s;
            ssl_certificate_key %s;
          }
        }
        """
            .formatted(socket(), folder.resolve(certificate), folder.resolve(key)));
  }

  private Path haproxyConfiguration() throws IOException {
    return Files.writeString(
        folder.resolve("haproxy.cfg"),
        """
        defaults
          mode http
          timeout connect 5s
          timeout client 5s
          timeout server 5s
        frontend web
          bind unix@%s ssl crt %s
          http-request return status 200
        """
            .formatted(socket(), folder.resolve("combined.pem")));
  }

  /** Over TLS: the leaf is there, and openssl gets from it to the root, which alone it trusts. */
  private void assertServed(OpenSsl openssl) throws Exception {
    String said =
        openssl.run(
            "s_client",
            "-unix",
            socket().toString(),
            "-CAfile",
            "root.crt",
            "-verify_return_error",
            "-showcerts");

    assertTrue(said.contains("Verify return code: 0 (ok)"), said);
    assertEquals(3, Pattern.compile("BEGIN CERTIFICATE").matcher(said).results().count(), said);
    assertTrue(said.contains(openssl.pem("leaf.crt")), said);
  }

  private void assertHandshake(String type, byte[] keystore) throws Exception {
    SSLContext context = context(type, keystore);
    try (SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Boolean> serving = new FutureTask<>(() -> serve(listener));
      Thread.ofVirtual().start(serving);
      try (SSLSocket client =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(listener.getInetAddress(), listener.getLocalPort())) {
        client.setSoTimeout(10_000);
        assertEquals('!', client.getInputStream().read());
        assertEquals(3, client.getSession().getPeerCertificates().length);
      }
      assertTrue(serving.get());
    }
  }

  private static boolean serve(SSLServerSocket listener) throws IOException {
    try (SSLSocket connection = (SSLSocket) listener.accept()) {
      connection.getOutputStream().write('!');
      return true;
    }
  }

  /** Serves from this keystore, and trusts the root. */
  private SSLContext context(String type, byte[] keystore) throws Exception {
    KeyStore own = KeyStore.getInstance(type);
    own.load(new ByteArrayInputStream(keystore), PASSWORD.toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "root",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(folder.resolve("root.crt")))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
