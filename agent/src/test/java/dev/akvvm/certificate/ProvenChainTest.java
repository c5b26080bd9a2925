package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What names and key identifiers cannot decide, or decide wrongly: signatures and dates do. */
final class ProvenChainTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final KeyPair LEAF = key();
  private static final KeyPair A = key();
  private static final KeyPair B = key();
  private static final KeyPair R = key();
  private static final KeyPair S = key();

  private final Map<String, String> names = new LinkedHashMap<>();

  @Test
  void twoAuthoritiesOfOneName_theOneThatSignedIsTaken() throws Exception {
    add("older", SignedCertificate.authority("CA", A, "CA", A).valid("2025-01-01", "2030-01-01"));
    add("newer", SignedCertificate.authority("CA", B, "CA", B));
    add("leaf", SignedCertificate.leaf(LEAF, "CA", A));
    assertChain("leaf", "older");
  }

  @Test
  void onlyCandidateDidNotSign_isLeftOut() throws Exception {
    add("other", SignedCertificate.authority("CA", B, "CA", B));
    add("leaf", SignedCertificate.leaf(LEAF, "CA", A));
    assertChain("leaf");
  }

  @Test
  void keyIdentifiersByDifferentRules_doNotExcludeTheOneThatSigned() throws Exception {
    add("issuing", SignedCertificate.authority("CA", A, "Root", R).called("sha-1", "root"));
    add("root", SignedCertificate.authority("Root", R, "Root", R).called("root", "root"));
    add("leaf", SignedCertificate.leaf(LEAF, "CA", A).called("leaf", "sha-256"));
    assertChain("leaf", "issuing", "root");
  }

  @Test
  void keyIdentifierOfAnother_doesNotMakeItTheIssuer() throws Exception {
    add("liar", SignedCertificate.authority("CA", B, "CA", B).called("a", "a"));
    add("signer", SignedCertificate.authority("CA", A, "CA", A).called("b", "b"));
    add("leaf", SignedCertificate.leaf(LEAF, "CA", A).called("leaf", "a"));
    assertChain("leaf", "signer");
  }

  @Test
  void crossSignedRoot_expiredOldRootIsAvoided() throws Exception {
    add("intermediate", SignedCertificate.authority("R3", A, "X1", R));
    add("cross", SignedCertificate.authority("X1", R, "X3", S).valid("2024-01-01", "2026-02-01"));
    add("expired", SignedCertificate.authority("X3", S, "X3", S).valid("2010-01-01", "2025-01-01"));
    add("root", SignedCertificate.authority("X1", R, "X1", R).valid("2020-01-01", "2035-01-01"));
    add("leaf", SignedCertificate.leaf(LEAF, "R3", A));
    assertChain("leaf", "intermediate", "root");
  }

  @Test
  void allValid_theShortestWayToARootIsTaken() throws Exception {
    add("intermediate", SignedCertificate.authority("R3", A, "X1", R));
    add("cross", SignedCertificate.authority("X1", R, "X3", S).valid("2026-02-01", "2030-01-01"));
    add("old", SignedCertificate.authority("X3", S, "X3", S));
    add("root", SignedCertificate.authority("X1", R, "X1", R).valid("2020-01-01", "2035-01-01"));
    add("leaf", SignedCertificate.leaf(LEAF, "R3", A));
    assertChain("leaf", "intermediate", "root");
  }

  @Test
  void onlyWayIsExpired_itIsTakenAllTheSame() throws Exception {
    add("root", SignedCertificate.authority("X1", R, "X1", R).valid("2020-01-01", "2025-01-01"));
    add("leaf", SignedCertificate.leaf(LEAF, "X1", R));
    assertChain("leaf", "root");
  }

  @Test
  void rootSignedByItsPredecessor_isNoEndWhereThatIsThere() throws Exception {
    add("new", SignedCertificate.authority("Root", R, "Root", S));
    add("old", SignedCertificate.authority("Root", S, "Root", S));
    add("leaf", SignedCertificate.leaf(LEAF, "Root", R));
    assertChain("leaf", "new", "old");
  }

  @Test
  void severalLeavesForTheKey_theValidOneIssuedLast() throws Exception {
    add("authority", SignedCertificate.authority("CA", A, "CA", A));
    add("past", SignedCertificate.leaf(LEAF, "CA", A).valid("2026-05-20", "2026-05-25"));
    add("first", SignedCertificate.leaf(LEAF, "CA", A).valid("2026-03-01", "2026-09-01"));
    add("second", SignedCertificate.leaf(LEAF, "CA", A).valid("2026-04-01", "2026-08-01"));
    add("future", SignedCertificate.leaf(LEAF, "CA", A).valid("2026-06-04", "2026-12-01"));
    assertChain("second", "authority");
  }

  @Test
  void manyAuthoritiesOfOneName_costLittle() throws Exception {
    StringBuilder value = new StringBuilder(keyPem());
    value.append(SignedCertificate.leaf(LEAF, "CA", A).pem());
    for (int i = 0; i < 48; i++) {
      KeyPair own = key();
      value.append(SignedCertificate.authority("CA", own, "CA", i == 0 ? own : A).pem());
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> CertificateBundle.decode(value.toString(), NOW));
  }

  private void add(String name, SignedCertificate certificate) {
    names.put(name, certificate.pem());
  }

  /** In whatever order they stand. */
  private void assertChain(String... expected) throws Exception {
    List<String> order = new ArrayList<>(names.values());
    for (int i = 0; i < order.size(); i++) {
      Collections.rotate(order, 1);
      String chain =
          new String(
              CertificateBundle.decode(keyPem() + String.join("", order), NOW).fullChainPem(),
              US_ASCII);
      List<String> found = new ArrayList<>();
      for (String block : chain.split("(?<=-----END CERTIFICATE-----\n)", -1)) {
        names.forEach(
            (name, pem) -> {
              if (pem.equals(block)) {
                found.add(name);
              }
            });
      }
      assertEquals(List.of(expected), found);
    }
  }

  private static String keyPem() {
    return SignedCertificate.block("PRIVATE KEY", LEAF.getPrivate().getEncoded());
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
