package dev.akvvm.emulator;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Makes what stands behind a version of a vault's certificate: key, chain, and the secret's value.
 */
final class CertificateMint {
  private final Clock clock;
  private final KeyPool keys;
  private final IssuingChain issuers;

  CertificateMint(Clock clock) {
    this.clock = clock;
    this.keys = new KeyPool();
    this.issuers = new IssuingChain(clock, keys);
  }

  /**
   * A new bundle.
   *
   * @param chain leaf first, whatever the order inside the value
   */
  record Minted(CertificateSpec spec, KeyPair keys, List<X509Certificate> chain, String value) {
    X509Certificate leaf() {
      return chain.getFirst();
    }
  }

  Minted mint(CertificateSpec spec, Optional<KeyPair> predecessor) {
    KeyPair pair = keys.take(spec.keyType(), predecessor);
    List<X509Certificate> chain = chain(spec, pair);
    List<X509Certificate> ordered =
        spec.order() == ChainOrder.LEAF_FIRST ? chain : chain.reversed();
    Optional<PrivateKey> key = Optional.of(pair.getPrivate()).filter(_ -> spec.exportable());
    String value =
        switch (spec.format()) {
          case PKCS12 -> Pkcs12.base64(key, chain.getFirst(), ordered);
          case PEM -> Pem.bundle(key, ordered);
        };
    return new Minted(spec, pair, chain, value);
  }

  private List<X509Certificate> chain(CertificateSpec spec, KeyPair pair) {
    Instant notBefore = clock.instant().plus(spec.notBefore()).truncatedTo(ChronoUnit.SECONDS);
    Instant expires = notBefore.plus(spec.validity());
    List<GeneralName> names = List.of(new GeneralName(GeneralName.dNSName, spec.commonName()));
    if (spec.chainLength() == 1) {
      return List.of(Issuer.selfSigned(spec.commonName(), pair, names, notBefore, expires));
    }
    int depth = spec.chainLength() - 1;
    X509Certificate leaf =
        issuers.issuer(depth).issue(spec.commonName(), pair.getPublic(), names, notBefore, expires);
    return Stream.concat(Stream.of(leaf), issuers.upFrom(depth).stream()).toList();
  }
}
