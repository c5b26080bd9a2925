package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateBundleTest {
  private static final List<String> AS_KEY_VAULT =
      List.of(
          "-legacy",
          "-certpbe",
          "PBE-SHA1-3DES",
          "-keypbe",
          "PBE-SHA1-3DES",
          "-macalg",
          "sha1",
          "-iter",
          "2000");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"RSA:2048", "RSA:4096", "EC:P-256", "EC:P-384", "EC:P-521", "EC:secp256k1"})
  @Tag("slow")
  void decode_anyKeyInPkcs12_givesLeafChainAndKeyToOpenssl(String algorithm) throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain(algorithm);
    String value =
        openssl.pkcs12(AS_KEY_VAULT, "leaf.key", "leaf.crt", "intermediate.crt", "root.crt");

    byte[] pem = CertificateBundle.decode(value).toPem();

    assertSubjects(openssl, pem, "leaf", "intermediate", "root");
    assertEquals(openssl.run("pkey", "-in", "leaf.key", "-pubout"), publicKeyOf(openssl, pem));
    assertEquals(
        publicKeyOf(openssl, pem), openssl.run("x509", "-in", "out.pem", "-noout", "-pubkey"));
  }

  @Test
  void decode_rootFirst_ordersLeafFirst() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    String value = openssl.pem("root.crt", "intermediate.crt", "leaf.crt", "leaf.key");

    assertSubjects(
        openssl, CertificateBundle.decode(value).toPem(), "leaf", "intermediate", "root");
  }

  @Test
  void decode_anyOrderAndFormat_givesTheSameBytes() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("RSA:2048");
    byte[] expected =
        CertificateBundle.decode(openssl.pem("leaf.crt", "intermediate.crt", "leaf.key")).toPem();
    List<String> values =
        List.of(
            openssl.pem("leaf.key", "intermediate.crt", "leaf.crt"),
            openssl.pem("intermediate.crt", "leaf.key", "leaf.crt").replace("\n", "\r\n"),
            "Bag Attributes\n  friendlyName: x\n"
                + openssl.pem("leaf.crt", "leaf.key", "intermediate.crt")
                + "text after",
            openssl.pkcs12(List.of(), "leaf.key", "intermediate.crt", "leaf.crt"),
            openssl.pkcs12(List.of("-nomac"), "leaf.key", "leaf.crt", "intermediate.crt"),
            openssl.pkcs12(
                List.of("-legacy", "-certpbe", "PBE-SHA1-RC2-40", "-keypbe", "PBE-SHA1-RC2-40"),
                "leaf.key",
                "leaf.crt",
                "intermediate.crt"),
            openssl.pkcs12(
                List.of("-certpbe", "NONE", "-keypbe", "NONE"),
                "leaf.key",
                "leaf.crt",
                "intermediate.crt"),
            openssl.pkcs12(AS_KEY_VAULT, "leaf.key", "leaf.crt", "intermediate.crt"));

    for (String value : values) {
      assertArrayEquals(expected, CertificateBundle.decode(value).toPem());
    }
  }

  @Test
  void decode_pkcs1AndSec1Keys_areRead() throws Exception {
    OpenSsl rsa = new OpenSsl(folder).withChain("RSA:2048");
    rsa.run("rsa", "-in", "leaf.key", "-traditional", "-out", "pkcs1.key");
    assertTrue(rsa.pem("pkcs1.key").contains("BEGIN RSA PRIVATE KEY"));
    assertSubjects(rsa, CertificateBundle.decode(rsa.pem("pkcs1.key", "leaf.crt")).toPem(), "leaf");

    OpenSsl ec = new OpenSsl(folder).withChain("EC:P-384");
    ec.run("ecparam", "-name", "secp384r1", "-out", "parameters.pem");
    ec.run("ec", "-in", "leaf.key", "-out", "sec1.key");
    assertTrue(ec.pem("sec1.key").contains("BEGIN EC PRIVATE KEY"));
    String value = ec.pem("parameters.pem", "sec1.key", "leaf.crt");
    assertSubjects(ec, CertificateBundle.decode(value).toPem(), "leaf");
  }

  @Test
  void decode_unrelatedCertificate_isLeftOut() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    openssl.run(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "other.key",
        "-subj",
        "/CN=other",
        "-out",
        "other.crt");

    byte[] pem =
        CertificateBundle.decode(
                openssl.pem("other.crt", "leaf.crt", "leaf.key", "intermediate.crt"))
            .toPem();

    assertSubjects(openssl, pem, "leaf", "intermediate");
  }

  /** Part of field case 10: the key is any RSA key, only the signature is of another kind. */
  @Test
  void decode_signaturesOfRsaPss_link() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("RSA:2048");
    String pss = "rsa_padding_mode:pss";
    openssl.run("genpkey", "-algorithm", "RSA", "-out", "ca.key");
    openssl.run(
        ("req -x509 -new -key ca.key -sigopt " + pss + " -subj /CN=ca -days 30 -out ca.crt")
            .split(" ", -1));
    openssl.run(
        ("x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAcreateserial -sigopt "
                + pss
                + " -days 20 -out pss.crt")
            .split(" ", -1));

    byte[] pem = CertificateBundle.decode(openssl.pem("leaf.key", "ca.crt", "pss.crt")).toPem();

    assertSubjects(openssl, pem, "leaf", "ca");
  }

  @Test
  void withoutRoot_anyOutput_endsBelowIt() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    CertificateBundle whole =
        CertificateBundle.decode(
            openssl.pem("leaf.key", "leaf.crt", "intermediate.crt", "root.crt"));
    CertificateBundle below =
        CertificateBundle.decode(openssl.pem("leaf.key", "leaf.crt", "intermediate.crt"));

    assertSubjects(openssl, whole.withoutRoot().toPem(), "leaf", "intermediate");
    assertArrayEquals(below.issuersPem(), whole.withoutRoot().issuersPem());
    assertArrayEquals(below.fullChainPem(), whole.withoutRoot().fullChainPem());
    assertArrayEquals(below.toPkcs12("a", "b"), whole.withoutRoot().toPkcs12("a", "b"));
    assertArrayEquals(below.toJks("a", "b"), whole.withoutRoot().toJks("a", "b"));
    assertArrayEquals(below.toPem(), below.withoutRoot().toPem());
  }

  @Test
  void withoutRoot_leafThatSignedItself_stays() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    CertificateBundle bundle = CertificateBundle.decode(openssl.pem("root.key", "root.crt"));

    assertArrayEquals(bundle.toPem(), bundle.withoutRoot().toPem());
  }

  @Test
  void decode_withoutKey_saysHowToGetOne() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    assertRefused(openssl.pem("leaf.crt", "intermediate.crt"), "make the key exportable");
    assertRefused(openssl.pkcs12(List.of("-nokeys"), "leaf.crt"), "make the key exportable");
  }

  @Test
  void decode_keyOfAnotherCertificate_isRefused() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    assertRefused(openssl.pem("leaf.crt", "root.key"), "no certificate in it matches");
  }

  @Test
  void decode_twoKeys_isRefused() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    assertRefused(openssl.pem("leaf.crt", "leaf.key", "root.key"), "several private keys");
  }

  @Test
  void decode_encryptedKey_isRefused() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    openssl.run(
        "pkcs8", "-topk8", "-in", "leaf.key", "-passout", "pass:x", "-out", "encrypted.key");
    assertRefused(openssl.pem("leaf.crt", "encrypted.key"), "protected by a password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "AAAA",
        "MIIB",
        "{\"json\": true}",
        "-----BEGIN CERTIFICATE-----\nAAAA\n"
      })
  void decode_notACertificate_isRefusedWithoutQuotingIt(String value) {
    UnusableCertificateException e =
        assertThrows(UnusableCertificateException.class, () -> CertificateBundle.decode(value));
    assertFalse(value.length() > 3 && e.reason().contains(value), e.reason());
  }

  @Test
  void decode_truncated_isRefused() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    String value = openssl.pkcs12(AS_KEY_VAULT, "leaf.key", "leaf.crt");
    assertThrows(
        UnusableCertificateException.class,
        () -> CertificateBundle.decode(value.substring(0, value.length() / 2 / 4 * 4)));
  }

  @Test
  void toString_ofBundle_showsNoKey() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    assertEquals(
        "CertificateBundle[CN=leaf, 1 certificates]",
        CertificateBundle.decode(openssl.pem("leaf.crt", "leaf.key")).toString());
  }

  private static void assertRefused(String value, String reason) {
    UnusableCertificateException e =
        assertThrows(UnusableCertificateException.class, () -> CertificateBundle.decode(value));
    assertTrue(e.reason().contains(reason), e.reason());
  }

  private static void assertSubjects(OpenSsl openssl, byte[] pem, String... names)
      throws Exception {
    openssl.write("out.pem", pem);
    openssl.run("crl2pkcs7", "-nocrl", "-certfile", "out.pem", "-out", "out.p7");
    String listed = openssl.run("pkcs7", "-in", "out.p7", "-print_certs", "-noout");
    List<String> subjects =
        Pattern.compile("subject=CN ?= ?(\\w+)")
            .matcher(listed)
            .results()
            .map(m -> m.group(1))
            .toList();
    assertEquals(List.of(names), subjects);
    String text = new String(pem, US_ASCII);
    assertTrue(text.startsWith("-----BEGIN CERTIFICATE-----\n"));
    assertTrue(text.endsWith("-----END PRIVATE KEY-----\n"));
  }

  private static String publicKeyOf(OpenSsl openssl, byte[] pem) throws Exception {
    openssl.write("out.pem", pem);
    return openssl.run("pkey", "-in", "out.pem", "-pubout");
  }
}
