package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One test a property, each over every value of the corpus. */
@Tag("slow")
final class CorpusTest {
  static Stream<Corpus.Accepted> accepted() throws Exception {
    return Corpus.accepted();
  }

  /** One value of each chain: what is written depends on nothing else. */
  static Collection<Corpus.Accepted> distinct() throws Exception {
    return accepted()
        .collect(Collectors.toMap(Corpus.Accepted::chain, each -> each, (one, other) -> one))
        .values();
  }

  static Stream<Corpus.Refused> refused() throws Exception {
    return Corpus.refused();
  }

  static Stream<Corpus.Protected> withPassword() throws Exception {
    return Corpus.withPassword();
  }

  @Test
  void corpus_itself_coversEveryKindOfKey() throws Exception {
    Set<String> kinds = accepted().map(Corpus.Accepted::kind).collect(Collectors.toSet());

    assertTrue(
        kinds.containsAll(Set.of("rsa2048", "rsa3072", "rsa4096", "p256", "p256k", "p384", "p521")),
        kinds.toString());
    assertTrue(accepted().count() >= 150);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void decode_accepted_ordersTheChain(Corpus.Accepted bundle) throws Exception {
    CertificateBundle decoded = CertificateBundle.decode(bundle.value());

    assertEquals(bundle.chain(), fingerprints(decoded.fullChainPem()));
    assertEquals(bundle.chain().subList(0, 1), fingerprints(decoded.leafPem()));
    assertEquals(bundle.chain().get(0), decoded.sha256Fingerprint());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void decode_accepted_givesTheKeyAsOpensslWritesIt(Corpus.Accepted bundle) throws Exception {
    assertEquals(
        bundle.keyPem(), new String(CertificateBundle.decode(bundle.value()).keyPem(), US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void decode_accepted_tellsOfAGapOrOfNone(Corpus.Accepted bundle) throws Exception {
    String missingIssuer = CertificateBundle.decode(bundle.value()).missingIssuer().orElse("-");

    assertEquals(bundle.missing().equals("-"), missingIssuer.equals("-"), missingIssuer);
    assertTrue(missingIssuer.contains(bundle.missing()), missingIssuer);
    assertEquals(1, missingIssuer.lines().count());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void toPem_accepted_isDecodedToTheSame(Corpus.Accepted bundle) throws Exception {
    byte[] pem = CertificateBundle.decode(bundle.value()).toPem();

    assertArrayEquals(pem, CertificateBundle.decode(new String(pem, US_ASCII)).toPem());
  }

  @ParameterizedTest
  @MethodSource("distinct")
  void toPkcs12_accepted_isDecodedToTheSame(Corpus.Accepted bundle) throws Exception {
    CertificateBundle decoded = CertificateBundle.decode(bundle.value());
    String pkcs12 = Base64.getEncoder().encodeToString(decoded.toPkcs12("x", ""));

    assertArrayEquals(decoded.toPem(), CertificateBundle.decode(pkcs12).toPem());
  }

  @ParameterizedTest
  @MethodSource("distinct")
  void keystores_writtenTwice_areTheSame(Corpus.Accepted bundle) throws Exception {
    CertificateBundle first = CertificateBundle.decode(bundle.value());
    CertificateBundle second =
        CertificateBundle.decode(new String(first.toPem(), US_ASCII).replace("\n", "\r\n"));

    assertArrayEquals(first.toPkcs12("x", "secret"), second.toPkcs12("x", "secret"));
    assertArrayEquals(first.toJks("x", "secret"), second.toJks("x", "secret"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void decode_refused_saysWhatToDoWithoutQuotingIt(Corpus.Refused refused) throws Exception {
    String value = refused.value();

    UnusableCertificateException e =
        assertThrows(UnusableCertificateException.class, () -> CertificateBundle.decode(value));

    assertTrue(e.reason().contains(refused.words()), e.reason());
    assertEquals(1, e.reason().lines().count());
    assertFalse(value.length() > 3 && e.reason().contains(value), e.reason());
  }

  @ParameterizedTest
  @MethodSource("withPassword")
  void decode_withItsPassword_givesKeyAndChain(Corpus.Protected bundle) throws Exception {
    CertificateBundle decoded = opened(bundle, bundle.password());

    assertEquals(bundle.chain(), fingerprints(decoded.fullChainPem()));
    assertEquals(bundle.keyPem(), new String(decoded.keyPem(), US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("withPassword")
  void decode_withoutItsPassword_saysWhereToNameIt(Corpus.Protected bundle) throws Exception {
    String value = bundle.value();

    PasswordNeededException e =
        assertThrows(PasswordNeededException.class, () -> CertificateBundle.decode(value));

    assertTrue(e.reason().contains("set passwordUrl"), e.reason());
  }

  @ParameterizedTest
  @MethodSource("withPassword")
  void decode_withAnotherPassword_namesItsSecret(Corpus.Protected bundle) {
    PasswordNeededException e =
        assertThrows(PasswordNeededException.class, () -> opened(bundle, "hunter2"));

    assertTrue(e.reason().contains("the one in https://p/secrets/x does not open it"), e.reason());
    assertFalse(e.reason().contains("hunter2"), e.reason());
  }

  private static CertificateBundle opened(Corpus.Protected bundle, String password)
      throws Exception {
    return CertificateBundle.decode(
        bundle.value(),
        () -> Optional.of(BundlePassword.of(password + "\n", "https://p/secrets/x")),
        Instant.now());
  }

  private static List<String> fingerprints(byte[] pem) throws Exception {
    List<String> fingerprints = new ArrayList<>();
    // The JDK refuses P-256K only where it computes with it.
    for (Certificate each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(each.getEncoded());
      fingerprints.add(HexFormat.of().formatHex(digest));
    }
    return fingerprints;
  }
}
