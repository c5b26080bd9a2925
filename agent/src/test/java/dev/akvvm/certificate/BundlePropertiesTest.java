package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** What holds for any key, any chain, any order and any packaging. */
@Tag("slow")
final class BundlePropertiesTest {
  /** Made once: a key of 4096 bits takes seconds. */
  private static final Map<TestKey.Kind, TestKey> KEYS = keys();

  @Property(tries = 300)
  void decode_anyPackagingAndOrder_givesKeyAndChain(
      @ForAll TestKey.Kind kind,
      @ForAll @IntRange(max = 4) int authorities,
      @ForAll @IntRange(max = 3) int strangers,
      @ForAll Packaging packaging,
      @ForAll long seed)
      throws Exception {
    TestKey key = key(kind);
    List<Sketch> chain = chain(key, authorities);

    CertificateBundle bundle =
        CertificateBundle.decode(
            packaging.wrap(key, shuffled(chain, strangers, new Random(seed)), new Random(seed)));

    assertEquals(pem(chain), text(bundle.fullChainPem()));
    assertEquals(
        CertificateBundle.decode(key.pem() + pem(chain)).sha256Fingerprint(),
        bundle.sha256Fingerprint());
    assertEquals(PublicKeyValues.of(key.open()), Optional.of(written(bundle).publicNumbers()));
  }

  @Property(tries = 50)
  void written_anyPackagingAndOrder_isTheSame(
      @ForAll TestKey.Kind kind, @ForAll Packaging one, @ForAll Packaging other, @ForAll long seed)
      throws Exception {
    TestKey key = key(kind);
    List<Sketch> chain = chain(key, 2);

    CertificateBundle first = CertificateBundle.decode(wrap(one, key, chain, seed));
    CertificateBundle second = CertificateBundle.decode(wrap(other, key, chain, seed + 1));

    assertArrayEquals(first.toPem(), second.toPem());
    assertArrayEquals(first.toPkcs12("a", "b"), second.toPkcs12("a", "b"));
    assertArrayEquals(first.toJks("a", "b"), second.toJks("a", "b"));
  }

  @Property(tries = 50)
  void keystores_anyAliasAndPassword_openInJavaWithThem(
      @ForAll("passwords") String password,
      @ForAll @NotEmpty @StringLength(max = 30) @CharRange(from = '!', to = '~') String alias)
      throws Exception {
    TestKey key = key(TestKey.Kind.P_256);
    CertificateBundle bundle = CertificateBundle.decode(key.pem() + pem(chain(key, 1)));

    for (String type : List.of("PKCS12", "JKS")) {
      KeyStore store = KeyStore.getInstance(type);
      byte[] written =
          type.equals("JKS") ? bundle.toJks(alias, password) : bundle.toPkcs12(alias, password);
      store.load(new ByteArrayInputStream(written), password.toCharArray());
      assertEquals(2, store.getCertificateChain(alias).length);
      assertEquals("PKCS#8", store.getKey(alias, password.toCharArray()).getFormat());
    }
  }

  /** Whatever is broken, the one exception that callers expect comes out, and no secret in it. */
  @Property(tries = 2000)
  void decode_damagedBytes_isRefusedOrHarmless(
      @ForAll("small") TestKey.Kind kind,
      @ForAll Packaging packaging,
      @ForAll @IntRange(min = 1, max = 5) int damages,
      @ForAll long seed)
      throws Exception {
    TestKey key = key(kind);
    Random random = new Random(seed);
    String value =
        damaged(packaging.wrap(key, shuffled(chain(key, 2), 0, random), random), damages, random);

    try {
      CertificateBundle bundle = CertificateBundle.decode(value);
      assertFalse(bundle.toString().contains("PRIVATE KEY"));
      assertEquals(
          bundle.toPem().length, CertificateBundle.decode(text(bundle.toPem())).toPem().length);
    } catch (UnusableCertificateException e) {
      assertEquals(1, e.reason().lines().count());
      assertFalse(value.length() > 8 && e.reason().contains(value));
    }
  }

  /** All of Unicode but what nobody types: controls, and halves of pairs. */
  @Provide
  Arbitrary<String> passwords() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withCharRange('\u00a1', '\ud7ff')
        .withCharRange('\ue000', '\ufffd')
        .ofMinLength(1)
        .ofMaxLength(30)
        .flatMap(text -> Arbitraries.of(text, text + "\ud83d\udd11"));
  }

  @Provide
  Arbitrary<TestKey.Kind> small() {
    return Arbitraries.of(TestKey.Kind.RSA_2048, TestKey.Kind.P_256, TestKey.Kind.P_521);
  }

  /** In the bytes, so that the base64 around them stays sound; in PEM, in the text too. */
  private static String damaged(String value, int damages, Random random) {
    boolean text = value.contains("BEGIN");
    byte[] bytes = text ? value.getBytes(US_ASCII) : Base64.getMimeDecoder().decode(value);
    for (int i = 0; i < damages; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(text ? 128 : 256);
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    byte[] left = Arrays.copyOf(bytes, length);
    return text ? new String(left, US_ASCII) : Base64.getEncoder().encodeToString(left);
  }

  private static BundleKey written(CertificateBundle bundle) throws Exception {
    String base64 = text(bundle.keyPem()).replaceAll("-----.*-----", "");
    return BundleKey.of(PrivateKeyInfo.getInstance(Base64.getMimeDecoder().decode(base64)));
  }

  private static String wrap(Packaging packaging, TestKey key, List<Sketch> chain, long seed)
      throws Exception {
    return packaging.wrap(key, shuffled(chain, 1, new Random(seed)), new Random(seed));
  }

  private static List<byte[]> shuffled(List<Sketch> chain, int strangers, Random random) {
    List<Sketch> all = new ArrayList<>(chain);
    for (int i = 0; i < strangers; i++) {
      all.add(Sketch.authority("stranger " + i, "nobody"));
    }
    Collections.shuffle(all, random);
    return all.stream().map(Sketch::encoded).toList();
  }

  /** A leaf below so many authorities; the last is a root when there are more than two. */
  private static List<Sketch> chain(TestKey key, int authorities) {
    List<Sketch> chain = new ArrayList<>(List.of(Sketch.leaf(key.open(), "A0")));
    for (int i = 0; i < authorities; i++) {
      boolean root = i > 1 && i == authorities - 1;
      chain.add(Sketch.authority("A" + i, "A" + (root ? i : i + 1)));
    }
    return chain;
  }

  private static String pem(List<Sketch> chain) {
    StringBuilder text = new StringBuilder();
    chain.forEach(each -> text.append(each.pem()));
    return text.toString();
  }

  private static String text(byte[] pem) {
    return new String(pem, US_ASCII);
  }

  private static TestKey key(TestKey.Kind kind) {
    return Objects.requireNonNull(KEYS.get(kind));
  }

  private static Map<TestKey.Kind, TestKey> keys() {
    Map<TestKey.Kind, TestKey> keys = new EnumMap<>(TestKey.Kind.class);
    for (TestKey.Kind kind : TestKey.Kind.values()) {
      keys.put(kind, kind.generate());
    }
    return keys;
  }
}
