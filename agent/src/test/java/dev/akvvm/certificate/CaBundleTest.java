package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs trust, with what openssl makes of it. */
final class CaBundleTest {
  @TempDir private Path folder;

  private KeyPair key;
  private String root;
  private String old;

  @BeforeEach
  void create() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    key = generator.generateKeyPair();
    root =
        SignedCertificate.authority("EC CA", key, "EC CA", key)
            .valid("2026-11-24", "2027-02-23")
            .pem();
    old =
        SignedCertificate.authority("Old Root X3", key, "Old Root X3", key)
            .valid("2015-12-13", "2024-06-08")
            .pem();
    Files.writeString(folder.resolve("root.pem"), root);
    Files.writeString(folder.resolve("root.key"), keyPem());
  }

  private String keyPem() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** What the field has: authorities one after another, one of them expired, and no key. */
  @Test
  void decode_authoritiesWithoutAKey_areWrittenInTheirOrder() throws Exception {
    CaBundle bundle = CaBundle.decode(root + old);

    assertEquals(root + old, new String(bundle.toPem(), US_ASCII));
    assertEquals(2, bundle.size());
    assertEquals(Instant.parse("2024-06-08T00:00:00Z"), bundle.notAfter());
    assertEquals(Instant.parse("2015-12-13T00:00:00Z"), bundle.notBefore());
    assertEquals("CN=Old Root X3", bundle.firstToExpire());
  }

  @Test
  void decode_duplicatesAndTextBetween_eachOnce() throws Exception {
    String value = "# the old one\n" + old + "# the new one\r\n" + root + old;

    assertEquals(old + root, new String(CaBundle.decode(value).toPem(), US_ASCII));
  }

  @Test
  void decode_keyInIt_isNeverWritten() throws Exception {
    openssl("pkey -in root.key -aes256 -passout pass:secret -out encrypted.key");
    String encrypted = Files.readString(folder.resolve("encrypted.key"));
    String damaged = keyPem().replaceFirst("(?s)\\n.*?\\n", "\nAAAA\n");

    for (String each : new String[] {keyPem(), encrypted, damaged}) {
      assertEquals(root, new String(CaBundle.decode(each + root).toPem(), US_ASCII));
    }
  }

  @Test
  void decode_pkcs12_withAndWithoutAKey() throws Exception {
    openssl("pkcs12 -export -nokeys -in root.pem -out without.p12 -passout pass:");
    openssl("pkcs12 -export -inkey root.key -in root.pem -out with.p12 -passout pass:");

    for (String file : new String[] {"without.p12", "with.p12"}) {
      String value = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
      assertEquals(root, new String(CaBundle.decode(value).toPem(), US_ASCII), file);
    }
  }

  @Test
  void decode_noCertificate_saysWhatToStore() throws Exception {
    UnusableCertificateException e =
        assertThrows(UnusableCertificateException.class, () -> CaBundle.decode(keyPem()));
    assertTrue(e.reason().startsWith("no certificate in it"), e.reason());

    for (String value : new String[] {"", "hunter2", "-----BEGIN CERTIFICATE-----\nAAAA"}) {
      UnusableCertificateException other =
          assertThrows(UnusableCertificateException.class, () -> CaBundle.decode(value));
      assertFalse(other.reason().contains("hunter2"), other.reason());
    }
  }

  @Test
  void decode_moreThanMayBe_isRefused() {
    assertThrows(UnusableCertificateException.class, () -> CaBundle.decode(root.repeat(51)));
    assertThrows(
        UnusableCertificateException.class,
        () -> CaBundle.decode(root + "x".repeat(Bounds.MAX_VALUE)));
  }

  /** It is given out before it is needed: the one that begins last must not hold up the rest. */
  @Test
  void notBefore_ofSeveral_isTheFirst() throws Exception {
    assertEquals(Instant.parse("2026-11-24T00:00:00Z"), CaBundle.decode(root).notBefore());
    assertEquals(Instant.parse("2015-12-13T00:00:00Z"), CaBundle.decode(root + old).notBefore());
  }

  private void openssl(String words) throws Exception {
    Program.installed("openssl").run(folder, words.split(" ", -1));
  }
}
