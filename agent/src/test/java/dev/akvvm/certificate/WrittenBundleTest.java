package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, read by the programs that it is written for. */
@Tag("slow")
final class WrittenBundleTest {
  private static final String PASSWORD = "change it";
  private static final String ALIAS = "Web.example";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA:2048",
        "EC:P-256",
        "EC:P-384",
        "EC:P-521",
        "ED25519",
        "ED448",
        "RSA-PSS:2048"
      })
  void toPkcs12_anyKey_isReadByJava(String algorithm) throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain(algorithm);
    CertificateBundle bundle = decoded(openssl);

    assertJavaReads("PKCS12", bundle, bundle.toPkcs12(ALIAS, PASSWORD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA:2048",
        "EC:P-256",
        "EC:P-384",
        "EC:P-521",
        "ED25519",
        "ED448",
        "RSA-PSS:2048"
      })
  void toJks_anyKey_isReadByJava(String algorithm) throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain(algorithm);
    CertificateBundle bundle = decoded(openssl);

    assertJavaReads("JKS", bundle, bundle.toJks(ALIAS, PASSWORD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RSA:2048", "EC:secp256k1", "EC:P-521", "ED25519", "ED448", "RSA-PSS:2048"})
  void toPkcs12_anyKey_isReadByOpenssl(String algorithm) throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain(algorithm);
    CertificateBundle bundle = decoded(openssl);
    openssl.write("out.p12", bundle.toPkcs12(ALIAS, PASSWORD));

    String read =
        openssl.run("pkcs12", "-in", "out.p12", "-passin", "pass:" + PASSWORD, "-nodes", "-info");

    assertEquals(
        2, Pattern.compile("friendlyName: " + ALIAS).matcher(read).results().count(), read);
    assertTrue(read.contains("PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256"));
    assertTrue(read.contains("MAC: sha256, Iteration 10000"), read);
    assertArrayEquals(bundle.toPem(), CertificateBundle.decode(read).toPem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void keystore_ofEitherType_isListedByKeytoolWithItsWholeChain(String type) throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:secp256k1");
    CertificateBundle bundle = decoded(openssl);
    openssl.write("out", type.equals("JKS") ? jks(bundle) : pkcs12(bundle));

    String listed =
        Program.ofJdk("keytool")
            .run(
                folder,
                "-list",
                "-v",
                "-keystore",
                "out",
                "-storetype",
                type,
                "-storepass",
                PASSWORD);

    assertTrue(listed.contains("Alias name: " + ALIAS.toLowerCase(Locale.ENGLISH)), listed);
    assertTrue(listed.contains("Entry type: PrivateKeyEntry"), listed);
    assertTrue(listed.contains("Certificate chain length: 3"), listed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "pässwörd", "пароль", "\uD83D\uDD11 key", "a\"b'c\\d$(e)"})
  void keystores_withAnyPassword_openWithThatOnly(String password) throws Exception {
    CertificateBundle bundle = decoded(new OpenSsl(folder).withChain("EC:P-256"));

    for (String type : List.of("PKCS12", "JKS")) {
      KeyStore store = KeyStore.getInstance(type);
      byte[] bytes =
          type.equals("JKS") ? bundle.toJks("a", password) : bundle.toPkcs12("a", password);
      store.load(new ByteArrayInputStream(bytes), password.toCharArray());
      assertTrue(store.getKey("a", password.toCharArray()) != null);
    }
  }

  @Test
  void split_parts_addUpToTheWhole() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    CertificateBundle bundle = decoded(openssl);

    assertEquals(text(bundle.leafPem()) + text(bundle.issuersPem()), text(bundle.fullChainPem()));
    assertEquals(text(bundle.fullChainPem()) + text(bundle.keyPem()), text(bundle.toPem()));
    assertEquals(Files.readString(folder.resolve("leaf.crt")), text(bundle.leafPem()));
    assertEquals(Files.readString(folder.resolve("leaf.key")), text(bundle.keyPem()));
    assertEquals(openssl.pem("intermediate.crt", "root.crt"), text(bundle.issuersPem()));
  }

  @Test
  void issuersPem_leafAlone_isEmpty() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    CertificateBundle bundle = CertificateBundle.decode(openssl.pem("leaf.key", "leaf.crt"));

    assertEquals(0, bundle.issuersPem().length);
    assertArrayEquals(bundle.leafPem(), bundle.fullChainPem());
  }

  @Test
  void sha256Fingerprint_ofBundle_isOpensslsOfTheLeaf() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    String printed = openssl.run("x509", "-in", "leaf.crt", "-noout", "-fingerprint", "-sha256");

    assertEquals(
        printed.strip().replaceFirst(".*=", "").replace(":", "").toLowerCase(Locale.ROOT),
        decoded(openssl).sha256Fingerprint());
  }

  @Test
  void keystores_sameBundle_areTheSameBytes() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");

    assertArrayEquals(pkcs12(decoded(openssl)), pkcs12(decoded(openssl)));
    assertArrayEquals(jks(decoded(openssl)), jks(decoded(openssl)));
  }

  @Test
  void written_inAnotherProcessAndCountry_isTheSame() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("RSA:2048");
    CertificateBundle bundle = decoded(openssl);
    openssl.write("bundle", bundle.toPem());

    assertEquals(SmallJvm.digest(bundle), SmallJvm.run(folder, "bundle").strip());
  }

  @Test
  void salts_ofOtherAliasPasswordOrChain_differ() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    CertificateBundle bundle = decoded(openssl);
    CertificateBundle leafOnly = CertificateBundle.decode(openssl.pem("leaf.key", "leaf.crt"));

    List<String> macs =
        List.of(
            macSalt(bundle.toPkcs12("a", "b")),
            macSalt(bundle.toPkcs12("a", "c")),
            macSalt(bundle.toPkcs12("b", "b")),
            macSalt(leafOnly.toPkcs12("a", "b")));

    assertEquals(4, macs.stream().distinct().count(), macs.toString());
  }

  @Test
  void keystores_content_showsNoKeyInTheClear() throws Exception {
    CertificateBundle bundle = decoded(new OpenSsl(folder).withChain("RSA:2048"));
    byte[] key =
        Base64.getMimeDecoder().decode(text(bundle.keyPem()).replaceAll("-----[A-Z ]+-----", ""));
    // Near the end, because the modulus at its beginning is in the certificate too.
    String part = new String(key, key.length - 200, 32, ISO_8859_1);

    for (byte[] written : List.of(jks(bundle), pkcs12(bundle))) {
      assertFalse(new String(written, ISO_8859_1).contains(part));
    }
  }

  private void assertJavaReads(String type, CertificateBundle bundle, byte[] written)
      throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(new ByteArrayInputStream(written), PASSWORD.toCharArray());
    String key =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : store.getCertificateChain(ALIAS)) {
      chain.append("-----BEGIN CERTIFICATE-----\n");
      chain.append(
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()));
      chain.append("\n-----END CERTIFICATE-----\n");
    }
    String read = chain + "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n";
    assertEquals(text(bundle.toPem()), text(CertificateBundle.decode(read).toPem()));
    assertEquals(text(bundle.fullChainPem()), chain.toString());
    assertEquals(1, store.size());
  }

  private static String macSalt(byte[] pkcs12) throws Exception {
    Pfx pfx = Pfx.getInstance(pkcs12);
    return Arrays.toString(pfx.getMacData().getSalt());
  }

  private static CertificateBundle decoded(OpenSsl openssl) throws Exception {
    return CertificateBundle.decode(
        openssl.pem("root.crt", "leaf.key", "intermediate.crt", "leaf.crt"));
  }

  private static byte[] pkcs12(CertificateBundle bundle) {
    return bundle.toPkcs12(ALIAS, PASSWORD);
  }

  private static byte[] jks(CertificateBundle bundle) {
    return bundle.toJks(ALIAS, PASSWORD);
  }

  private static String text(byte[] pem) {
    return new String(pem, US_ASCII);
  }
}
