package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no signature is needed for: names, identifiers, dates. */
final class ChainTest {
  private static final TestKey KEY = TestKey.Kind.P_256.generate();
  private static final Sketch LEAF = Sketch.leaf(KEY.open(), "A");

  @Test
  void chain_throughSeveralAuthorities_isOrdered() throws Exception {
    assertChain(
        List.of(
            Sketch.authority("C", "C"),
            Sketch.authority("A", "B"),
            LEAF,
            Sketch.authority("B", "C")),
        LEAF,
        Sketch.authority("A", "B"),
        Sketch.authority("B", "C"),
        Sketch.authority("C", "C"));
  }

  @Test
  void chain_namesThatDifferInCaseAndSpaceOnly_link() throws Exception {
    Sketch leaf = Sketch.leaf(KEY.open(), "my  authority").withIssuerKey("A");
    Sketch authority = Sketch.authority("My Authority", "My Authority").withKeyName("A");

    assertChain(List.of(authority, leaf), leaf, authority);
  }

  @Test
  void chain_sameNameOtherKey_doesNotLink() throws Exception {
    Sketch other = Sketch.authority("A", "A").withKeyName("another");

    assertChain(List.of(other, LEAF), LEAF);
    assertEquals(
        Optional.of(
            "the chain ends at CN=leaf: the certificate of its issuer CN=A is missing, so 1"
                + " certificate was left out"),
        decode(List.of(other, LEAF)).missingIssuer());
  }

  @Test
  void chain_renewedAuthority_isTheNewer() throws Exception {
    Sketch older = Sketch.authority("A", "R").from("2025-01-01");
    Sketch newer = Sketch.authority("A", "R").from("2026-02-01");

    assertChain(List.of(older, newer, LEAF), LEAF, newer);
  }

  @Test
  void chain_completeWay_winsOverLongerAndNewer() throws Exception {
    Sketch complete = Sketch.authority("A", "R").from("2020-01-01");
    Sketch root = Sketch.authority("R", "R");
    Sketch elsewhere = Sketch.authority("A", "X");
    List<Sketch> all =
        List.of(
            elsewhere,
            Sketch.authority("X", "Y"),
            Sketch.authority("Y", "Z"),
            root,
            complete,
            LEAF);

    assertChain(all, LEAF, complete, root);
  }

  @Test
  void chain_rolledOverKey_goesOnToTheOldOne() throws Exception {
    Sketch newRoot = Sketch.authority("R", "R").withKeyName("new").withIssuerKey("old");
    Sketch oldRoot = Sketch.authority("R", "R").withKeyName("old").withIssuerKey("old");
    Sketch leaf = Sketch.leaf(KEY.open(), "R").withIssuerKey("new");

    assertChain(List.of(oldRoot, newRoot, leaf), leaf, newRoot, oldRoot);
  }

  @Test
  void chain_maze_isLeftInTime() throws Exception {
    List<Sketch> maze = new ArrayList<>(List.of(LEAF.withoutIssuerKey()));
    for (int i = 0; i < 24; i++) {
      maze.add(Sketch.authority("A", "B").withKeyName("a" + i).withoutIssuerKey());
      maze.add(Sketch.authority("B", "A").withKeyName("b" + i).withoutIssuerKey());
    }

    String chain =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> new String(decode(maze).fullChainPem(), US_ASCII));

    assertEquals(20, chain.split("BEGIN", -1).length - 1);
  }

  @Test
  void chain_longNames_linkInTime() throws Exception {
    String longName = "a,b,".repeat(500);
    List<Sketch> all = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      all.add(Sketch.authority(longName + i, longName + (i + 1)).withoutIssuerKey());
    }
    Sketch leaf = Sketch.leaf(KEY.open(), longName + 0);
    all.add(leaf);

    CertificateBundle bundle = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> decode(all));

    assertEquals(19, new String(bundle.fullChainPem(), US_ASCII).split("BEGIN", -1).length - 1);
  }

  @Test
  void leaf_severalForTheKey_isTheNewestThatNoAuthorityIs() throws Exception {
    Sketch old = LEAF.from("2026-01-01");
    Sketch recent = LEAF.from("2026-03-01");
    Sketch selfSigned =
        new Sketch(
            "leaf",
            "leaf",
            Optional.of(KEY.open()),
            "leaf",
            Optional.of("leaf"),
            false,
            recent.notBefore().plusSeconds(60));
    Sketch authority = Sketch.authority("A", "A").withKey(KEY.open()).from("2026-06-01");

    assertChain(List.of(old, selfSigned, authority, recent), recent, authority);
    assertChain(List.of(old, selfSigned), old);
    assertChain(List.of(selfSigned), selfSigned);
  }

  @Test
  void gap_unrelatedLeafLeftOver_isNone() throws Exception {
    Sketch other = Sketch.leaf(TestKey.Kind.P_256.generate().open(), "B");

    assertEquals(
        Optional.empty(), decode(List.of(other, LEAF, Sketch.authority("A", "R"))).missingIssuer());
  }

  @Test
  void gap_completeChainWithStranger_isNone() throws Exception {
    assertEquals(
        Optional.empty(),
        decode(List.of(Sketch.authority("S", "S"), LEAF, Sketch.authority("A", "A")))
            .missingIssuer());
  }

  @Test
  void gap_severalLeftOut_countsThemAndStaysInOneLine() throws Exception {
    Sketch leaf = Sketch.leaf(KEY.open(), "A\nB");
    String missingIssuer =
        decode(List.of(leaf, Sketch.authority("S", "S"), Sketch.authority("T", "T")))
            .missingIssuer()
            .orElseThrow();

    assertTrue(missingIssuer.endsWith("2 certificates were left out"), missingIssuer);
    assertEquals(1, missingIssuer.lines().count());
  }

  /** In the order given, and in any other. */
  private static void assertChain(List<Sketch> all, Sketch... expected) throws Exception {
    StringBuilder pem = new StringBuilder();
    for (Sketch each : expected) {
      pem.append(each.pem());
    }
    List<Sketch> order = new ArrayList<>(all);
    for (int i = 0; i < order.size(); i++) {
      Collections.rotate(order, 1);
      assertEquals(pem.toString(), new String(decode(order).fullChainPem(), US_ASCII));
    }
  }

  private static CertificateBundle decode(List<Sketch> certificates) throws Exception {
    StringBuilder value = new StringBuilder(KEY.pem());
    for (Sketch each : certificates) {
      value.append(each.pem());
    }
    return CertificateBundle.decode(value.toString());
  }
}
