package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files as Kafka and Elasticsearch read them, which Debian does not have: by the JDK, a keystore as
 * a whole, a PEM file by what is between the lines that begin and end its parts.
 */
final class JdkReadersTest {
  private static final String VERSION = "1".repeat(32);
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir private Path folder;
  private ObservedCertificate web;

  @BeforeEach
  void install() throws Exception {
    web =
        Observed.with(
            Keystore.Type.PKCS12, Observed.certificate("contoso", "web", folder.resolve("store")));
    FakeVault vault = new FakeVault();
    vault.renew("web");
    TestStore.of(folder, web)
        .install(
            web,
            VERSION,
            CertificateBundle.decode(vault.pem("web")),
            Optional.of(new String(PASSWORD)));
  }

  @Test
  void keystore_throughItsLink_servesTls() throws Exception {
    Path link = folder.resolve("store/contoso.web.p12");
    KeyStore keystore = KeyStore.getInstance("PKCS12");
    keystore.load(new ByteArrayInputStream(Files.readAllBytes(link)), PASSWORD);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(keystore, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    assertNotNull(tls.createSSLEngine());
  }

  @Test
  void pem_combined_keyAndChainInOneFile() throws Exception {
    String text = Files.readString(web.link());
    List<Certificate> chain = List.copyOf(certificates(text));
    PrivateKey key = key(text, chain.getFirst().getPublicKey().getAlgorithm());

    Signature signature = Signature.getInstance("SHA256with" + name(key));
    signature.initSign(key);
    signature.update(new byte[1]);
    byte[] signed = signature.sign();
    signature.initVerify(chain.getFirst());
    signature.update(new byte[1]);
    assertEquals(true, signature.verify(signed));
  }

  private static String name(PrivateKey key) {
    return key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm();
  }

  private static List<Certificate> certificates(String text) throws Exception {
    String only =
        Pattern.compile("-+BEGIN CERTIFICATE-+[^-]+-+END CERTIFICATE-+\\s*")
            .matcher(text)
            .results()
            .map(part -> part.group())
            .reduce("", String::concat);
    return List.copyOf(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(only.getBytes(US_ASCII))));
  }

  private static PrivateKey key(String text, String algorithm) throws Exception {
    Matcher part = Pattern.compile("-+BEGIN PRIVATE KEY-+([^-]+)-+END PRIVATE KEY-+").matcher(text);
    assertEquals(true, part.find());
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(part.group(1))));
  }
}
