package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BundleTest extends EmulatorFixture {
  @TempDir private Path directory = Path.of("");

  BundleTest() throws IOException {}

  @ParameterizedTest
  @EnumSource(KeyType.class)
  @Tag("slow")
  void pkcs12_everyKeyType_opensWithEmptyPassword(KeyType type)
      throws IOException, InterruptedException, GeneralSecurityException {
    CertificateVersion made = vault.createCertificate("web", QUICK.with(type));

    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Base64.getDecoder().decode(value())), new char[0]);

    String alias = store.aliases().nextElement();
    Key key = store.getKey(alias, new char[0]);
    assertEquals(type.algorithm(), key.getAlgorithm());
    assertEquals(made.chain(), List.of(store.getCertificateChain(alias)));
  }

  @Test
  void pkcs12_readByOpenssl_hasKeyVaultsAlgorithms() throws IOException, InterruptedException {
    vault.createCertificate("web", QUICK);

    String info = openssl("pkcs12", "-info", "-legacy", "-nodes", "-passin", "pass:", "-in", pfx());

    assertTrue(info.contains("MAC: sha1, Iteration 2000"), info);
    assertTrue(
        info.contains("Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2000"), info);
    assertEquals(1, count(info, "BEGIN PRIVATE KEY"));
    assertEquals(3, count(info, "BEGIN CERTIFICATE"));
  }

  @Test
  void pkcs12_rootFirst_hasLeafLast() throws IOException, InterruptedException {
    vault.createCertificate("web", QUICK.withChain(4, ChainOrder.ROOT_FIRST));

    String info = openssl("pkcs12", "-legacy", "-nokeys", "-passin", "pass:", "-in", pfx());

    assertEquals(4, count(info, "BEGIN CERTIFICATE"));
    assertTrue(
        info.lastIndexOf("www.example.com") > info.lastIndexOf("subject=CN = Emulated"), info);
  }

  @Test
  void pkcs12_notExportable_hasNoKey() throws IOException, InterruptedException {
    vault.createCertificate("web", QUICK.notExportable());

    String info = openssl("pkcs12", "-legacy", "-nodes", "-passin", "pass:", "-in", pfx());

    assertEquals(0, count(info, "BEGIN PRIVATE KEY"));
    assertEquals(3, count(info, "BEGIN CERTIFICATE"));
  }

  @ParameterizedTest
  @EnumSource(ChainOrder.class)
  void pem_eitherOrder_hasKeyFirst(ChainOrder order)
      throws IOException, InterruptedException, GeneralSecurityException {
    CertificateVersion made =
        vault.createCertificate("web", QUICK.with(BundleFormat.PEM).withChain(3, order));

    String pem = value();

    assertTrue(pem.startsWith("-----BEGIN PRIVATE KEY-----\n"), pem);
    List<Certificate> certificates =
        List.copyOf(certificates(pem.substring(pem.indexOf("-----BEGIN CERT"))));
    assertEquals(
        order == ChainOrder.LEAF_FIRST ? made.chain() : made.chain().reversed(), certificates);
  }

  @Test
  void pem_notExportable_hasNoKey() throws IOException, InterruptedException {
    vault.createCertificate("web", QUICK.with(BundleFormat.PEM).notExportable());

    assertFalse(value().contains("PRIVATE KEY"));
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "P_256"})
  @Tag("slow")
  void renew_ofAnyKey_changesLeafAndKey(KeyType type) {
    CertificateVersion last = vault.createCertificate("web", QUICK.with(type));
    for (int n = 0; n < 6; n++) {
      CertificateVersion next = vault.renew("web");
      assertNotEquals(last.version(), next.version());
      assertNotEquals(last.fingerprint(), next.fingerprint());
      assertNotEquals(last.leaf().getPublicKey(), next.leaf().getPublicKey());
      last = next;
    }
    assertEquals(last, vault.certificate("web"));
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "P_256"})
  @Tag("slow")
  void chain_ofTen_verifiesByOpenssl(KeyType type) throws IOException, InterruptedException {
    CertificateVersion made =
        vault.createCertificate("web", QUICK.with(type).withChain(10, ChainOrder.LEAF_FIRST));
    Path leaf = write("leaf.pem", Pem.certificate(made.leaf()));
    Path root = write("root.pem", Pem.certificate(made.chain().getLast()));
    Path between =
        write("between.pem", String.join("", made.chain().stream().map(Pem::certificate).toList()));

    String said =
        openssl(
            "verify",
            "-x509_strict",
            "-attime",
            Long.toString(clock.instant().getEpochSecond()),
            "-CAfile",
            root.toString(),
            "-untrusted",
            between.toString(),
            leaf.toString());

    assertTrue(said.contains(": OK"), said);
  }

  @Test
  void validity_expired_isInThePast() {
    CertificateVersion made =
        vault.createCertificate(
            "web", QUICK.withValidity(Duration.ofDays(-30), Duration.ofDays(20)));

    assertEquals(clock.instant().minus(Duration.ofDays(10)), made.leaf().getNotAfter().toInstant());
  }

  @Test
  void chain_ofOne_isSelfSigned() {
    CertificateVersion made =
        vault.createCertificate("web", QUICK.withChain(1, ChainOrder.LEAF_FIRST));

    assertEquals(made.leaf().getIssuerX500Principal(), made.leaf().getSubjectX500Principal());
  }

  private String value() throws IOException, InterruptedException {
    return Peer.json(peer.get("/secrets/web" + Peer.API)).path("value").textValue();
  }

  private String pfx() throws IOException, InterruptedException {
    return Files.write(directory.resolve("web.pfx"), Base64.getDecoder().decode(value()))
        .toString();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static int count(String text, String word) {
    return text.split(word, -1).length - 1;
  }

  private static String openssl(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of("openssl"), List.of(arguments).stream()).toList())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
