package dev.akvvm.certificate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * A private key with the certificate that matches it and the chain above, leaf first.
 *
 * <p>All output is the same, byte for byte, whenever key, chain and arguments are the same: however
 * the secret wrapped them, and in every process.
 */
public final class CertificateBundle {
  private final BundleKey key;
  private final Chain chain;

  private CertificateBundle(BundleKey key, Chain chain) {
    this.key = key;
    this.chain = chain;
  }

  /**
   * Decodes the value of a certificate's secret: PEM text, or PKCS#12 in base64, and what becomes
   * of them when people store them otherwise. The order in it does not matter: the leaf is found by
   * the key, the chain by its issuers.
   *
   * @param password asked if the value turns out to have one: a version that has none must not fail
   *     because nobody keeps the password of the one before
   * @param now leaves and chains that are valid then are preferred, if there are several
   * @throws PasswordNeededException when it needs a password, and this is not the one
   * @throws UnusableCertificateException when there is no key, several keys, or none that matches a
   *     certificate; when the value is in neither format, or takes more time or memory than a
   *     certificate may
   */
  public static <E extends Exception> CertificateBundle decode(
      String value, PasswordSource<E> password, Instant now)
      throws UnusableCertificateException, E {
    try {
      return decode(value, now);
    } catch (PasswordNeededException e) {
      Optional<BundlePassword> known = password.read();
      if (known.isEmpty()) {
        throw e;
      }
      return decode(value, known, Optional.of(now));
    }
  }

  /** Where a value's password comes from. */
  public interface PasswordSource<E extends Exception> {
    /** The password; empty when none is known. */
    Optional<BundlePassword> read() throws E;
  }

  /** The same for a value whose password, if it has one, is not known. */
  public static CertificateBundle decode(String value, Instant now)
      throws UnusableCertificateException {
    return decode(value, Optional.empty(), Optional.of(now));
  }

  /**
   * The same for a bundle that was decoded and written before: there is nothing left to choose, so
   * validity plays no role.
   */
  public static CertificateBundle decode(String value) throws UnusableCertificateException {
    return decode(value, Optional.empty(), Optional.empty());
  }

  private static CertificateBundle decode(
      String value, Optional<BundlePassword> password, Optional<Instant> now)
      throws UnusableCertificateException {
    Bounds.checkSize(value);
    WrappedValue wrapped = WrappedValue.unwrap(value);
    BundleParts parts = new BundleParts();
    wrapped.addTo(parts, new Passwords(wrapped.password(), password));
    return of(parts.all(), now);
  }

  /**
   * Whether two PEM texts hold the same certificates in the same order, and the same keys after
   * them, however they are wrapped and whatever is between them.
   */
  public static boolean holdTheSame(byte[] pem, byte[] other) {
    try {
      List<String> contents = contents(pem);
      return !contents.isEmpty() && contents.equals(contents(other));
    } catch (UnusableCertificateException e) {
      return false;
    }
  }

  private static List<String> contents(byte[] pem) throws UnusableCertificateException {
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    Bounds.checkSize(text);
    BundleParts all = new BundleParts();
    List<String> contents = new ArrayList<>();
    for (PemBlock block : PemBlock.all(text)) {
      if (PemFormat.readPlain(block, all)) {
        ParsedBundle soFar = all.all();
        contents.add(
            block.isKey()
                ? "key " + digest(BundleKey.of(soFar.keys().getLast()).encoded())
                : digest(soFar.certificates().getLast().encoded()));
      }
    }
    return contents;
  }

  private static String digest(byte[] content) {
    return HexFormat.of().formatHex(Sha256.of(content));
  }

  private static CertificateBundle of(ParsedBundle parts, Optional<Instant> now)
      throws UnusableCertificateException {
    if (parts.keys().isEmpty()) {
      throw NotACertificate.withoutKey(parts);
    }
    BundleKey key = onlyKey(parts.keys());
    if (parts.certificates().isEmpty()) {
      throw new UnusableCertificateException(
          "it holds a private key, but no certificate; import both together");
    }
    X509 leaf =
        parts.certificates().stream()
            .filter(each -> each.publicNumbers().equals(Optional.of(key.publicNumbers())))
            .min(leafFirst(now))
            .orElseThrow(
                () ->
                    new UnusableCertificateException(
                        "no certificate in it matches its private key; import a matching pair"));
    return new CertificateBundle(key, Chain.of(leaf, parts.certificates(), now));
  }

  /** Of several certificates for the same key, the valid one that was issued last is the leaf. */
  private static Comparator<X509> leafFirst(Optional<Instant> now) {
    return Comparator.comparing(X509::isAuthority)
        .thenComparing(each -> now.filter(time -> !each.isValidAt(time)).isPresent())
        .thenComparing(X509::isSelfIssued)
        .thenComparing(ChainSearch.NEWEST_FIRST);
  }

  /** The key, which may appear several times. */
  private static BundleKey onlyKey(List<PrivateKeyInfo> keys) throws UnusableCertificateException {
    Map<PublicKeyValues, BundleKey> distinct = new LinkedHashMap<>();
    for (PrivateKeyInfo info : keys) {
      BundleKey key = BundleKey.of(info);
      distinct.put(key.publicNumbers(), key);
    }
    if (distinct.size() > 1) {
      throw Bounds.severalKeys();
    }
    return distinct.values().iterator().next();
  }

  /** The same without the self-signed root at the end of its chain, if it has one above a leaf. */
  public CertificateBundle withoutRoot() {
    return new CertificateBundle(key, chain.withoutRoot());
  }

  /** The start of the leaf's validity. */
  public Instant notBefore() {
    return chain.leaf().notBefore();
  }

  /** The end of the leaf's validity. */
  public Instant notAfter() {
    return chain.leaf().notAfter();
  }

  /** The DNS names the leaf is for, in its order; names that are not plain are left out. */
  public List<String> dnsNames() {
    return chain.leaf().dnsNames();
  }

  /** Whether the leaf is its own issuer. */
  public boolean isSelfSigned() {
    return chain.leaf().isSelfIssued();
  }

  /** The name of the leaf's issuer, to be shown. */
  public String issuer() {
    return DistinguishedNames.show(chain.leaf().issuer());
  }

  /** The kind of its key. */
  public KeyKind keyKind() {
    return KeyKind.of(key.publicNumbers());
  }

  /** SHA-256 of the leaf in DER, in lower-case hex without separators. */
  public String sha256Fingerprint() {
    return digest(chain.leaf().encoded());
  }

  /**
   * One line when certificates were left out because an intermediate is missing: where the chain
   * ends and whose certificate is missing. Empty for a chain that simply ends below its root.
   */
  public Optional<String> missingIssuer() {
    return chain.missingIssuer();
  }

  /** Full chain, leaf first, then the key as PKCS#8: one file that servers accept for both. */
  public byte[] toPem() {
    ByteArrayOutputStream pem = new ByteArrayOutputStream();
    pem.writeBytes(fullChainPem());
    pem.writeBytes(keyPem());
    return pem.toByteArray();
  }

  /** The leaf alone: what certbot calls {@code cert.pem}. */
  public byte[] leafPem() {
    return PemFormat.certificates(List.of(chain.leaf()));
  }

  /** The chain above the leaf, certbot's {@code chain.pem}; empty when there is none. */
  public byte[] issuersPem() {
    return PemFormat.certificates(chain.issuers());
  }

  /** The leaf, then the chain above it: certbot's {@code fullchain.pem}. */
  public byte[] fullChainPem() {
    return PemFormat.certificates(chain.certificates());
  }

  /** The key as PKCS#8: certbot's {@code privkey.pem}. */
  public byte[] keyPem() {
    return PemFormat.key(key);
  }

  /**
   * Key and chain as PKCS#12, encrypted with AES-256 and protected by an HMAC of SHA-256.
   *
   * @param alias the name programs show for the entry
   * @param password not empty
   */
  public byte[] toPkcs12(String alias, String password) {
    return new Pkcs12Writer(key, chain, alias, password).write();
  }

  /**
   * Key and chain as PKCS#12 without a password: the key encrypted with the empty one, the
   * certificates in the clear. So every program finds both, whichever way it says that there is no
   * password; each other form that was tried hides the key or the chain from some.
   *
   * @param alias the name programs show for the entry
   */
  public byte[] toPkcs12(String alias) {
    return new Pkcs12Writer(key, chain, alias, "").write();
  }

  /**
   * Key and chain as JKS, for Java programs that read nothing newer. Its protection is weak by
   * today's standards: the file's mode is what protects the key.
   *
   * @param alias converted to lower case, because JKS finds no other
   * @param password not empty; the same for the store and the key
   */
  public byte[] toJks(String alias, String password) {
    return new JksWriter(key, chain, alias, password).write();
  }

  @Override
  public String toString() {
    return "CertificateBundle["
        + DistinguishedNames.show(chain.leaf().subject())
        + ", "
        + chain.certificates().size()
        + " certificates]";
  }
}
