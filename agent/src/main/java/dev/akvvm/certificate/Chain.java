package dev.akvvm.certificate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;

/** Orders a chain by who issued whom, wherever the certificates stood. */
final class Chain {
  private Chain() {}

  /**
   * The leaf, then each issuer in turn, as far as they are there. What does not belong to the chain
   * is left out, and no certificate is taken twice, so cross-signed ones cannot loop.
   */
  static List<X509CertificateHolder> from(
      X509CertificateHolder leaf, List<X509CertificateHolder> others) {
    List<X509CertificateHolder> chain = new ArrayList<>(List.of(leaf));
    Optional<X509CertificateHolder> issuer = issuerOf(leaf, others, chain);
    while (issuer.isPresent()) {
      chain.add(issuer.get());
      issuer = issuerOf(issuer.get(), others, chain);
    }
    return chain;
  }

  private static Optional<X509CertificateHolder> issuerOf(
      X509CertificateHolder certificate,
      List<X509CertificateHolder> candidates,
      List<X509CertificateHolder> taken) {
    if (certificate.getIssuer().equals(certificate.getSubject())) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(candidate -> candidate.getSubject().equals(certificate.getIssuer()))
        .filter(candidate -> keysAgree(certificate, candidate))
        .filter(candidate -> !taken.contains(candidate))
        .findFirst();
  }

  /** Names may be shared by several authorities; their keys are not. */
  private static boolean keysAgree(
      X509CertificateHolder certificate, X509CertificateHolder issuer) {
    AuthorityKeyIdentifier wanted =
        AuthorityKeyIdentifier.fromExtensions(certificate.getExtensions());
    SubjectKeyIdentifier offered = SubjectKeyIdentifier.fromExtensions(issuer.getExtensions());
    return wanted == null
        || offered == null
        || wanted.getKeyIdentifierOctets() == null
        || Arrays.equals(wanted.getKeyIdentifierOctets(), offered.getKeyIdentifier());
  }
}
