package dev.akvvm.certificate;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

/** A certificate, as far as it matters for building a chain. Two are equal when their bytes are. */
final class X509 implements Comparable<X509> {
  private final byte[] encoded;
  private final TBSCertificate content;
  private final Optional<PublicKeyValues> publicNumbers;
  private final Optional<byte[]> subjectKey;
  private final Optional<byte[]> authorityKey;
  private final boolean authority;

  private X509(byte[] encoded) throws IOException, UnusableCertificateException {
    this.encoded = encoded;
    this.content = Certificate.getInstance(Ber.parse(encoded)).getTBSCertificate();
    this.publicNumbers = PublicKeyValues.of(content.getSubjectPublicKeyInfo());
    this.subjectKey =
        extension(Extension.subjectKeyIdentifier)
            .map(value -> SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
    this.authorityKey =
        extension(Extension.authorityKeyIdentifier)
            .map(value -> AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets());
    this.authority =
        extension(Extension.basicConstraints)
            .map(value -> BasicConstraints.getInstance(value).isCA())
            .orElse(false);
  }

  /**
   * Reads the certificate these bytes begin with. They are kept as they are, because a signature
   * covers them.
   */
  static X509 parse(byte[] bytes) throws UnusableCertificateException {
    try {
      X509 certificate = new X509(Ber.first(bytes));
      certificate.notBefore();
      certificate.notAfter();
      return certificate;
    } catch (IOException | RuntimeException e) {
      throw new UnusableCertificateException("a certificate in it is damaged; import it again");
    }
  }

  private Optional<ASN1Primitive> extension(ASN1ObjectIdentifier type)
      throws IOException, UnusableCertificateException {
    Extension extension =
        content.getExtensions() == null ? null : content.getExtensions().getExtension(type);
    return extension == null
        ? Optional.empty()
        : Optional.of(Ber.parse(extension.getExtnValue().getOctets()));
  }

  byte[] encoded() {
    return encoded.clone();
  }

  X500Name subject() {
    return content.getSubject();
  }

  X500Name issuer() {
    return content.getIssuer();
  }

  /** Names with anything but letters, digits and the like are left out. */
  List<String> dnsNames() {
    try {
      return extension(Extension.subjectAlternativeName).map(GeneralNames::getInstance).stream()
          .flatMap(names -> Arrays.stream(names.getNames()))
          .filter(name -> name.getTagNo() == GeneralName.dNSName)
          .map(name -> name.getName().toString())
          .filter(name -> name.matches("[0-9A-Za-z*._-]{1,253}"))
          .toList();
    } catch (IOException | UnusableCertificateException | RuntimeException e) {
      return List.of();
    }
  }

  Instant notBefore() {
    return content.getStartDate().getDate().toInstant();
  }

  Instant notAfter() {
    return content.getEndDate().getDate().toInstant();
  }

  /** The numbers of its key; empty when the key is of a kind that a leaf cannot have here. */
  Optional<PublicKeyValues> publicNumbers() {
    return publicNumbers;
  }

  /** Whether it may issue others. */
  boolean isAuthority() {
    return authority;
  }

  /** Whether it is its own issuer, as far as names and key identifiers tell. */
  boolean isSelfIssued() {
    return isNamedAsIssuerOf(this) && keyOf(this) != KeyMatch.ANOTHER;
  }

  /** Whether it has the name of another's issuer; several authorities may share one. */
  boolean isNamedAsIssuerOf(X509 other) {
    return DistinguishedNames.same(subject(), other.issuer());
  }

  /**
   * Whether its key signed another certificate, according to the key identifiers. They prove
   * nothing: the two may have been computed by different rules.
   */
  KeyMatch keyOf(X509 other) {
    if (subjectKey.isEmpty() || other.authorityKey.isEmpty()) {
      return KeyMatch.UNSAID;
    }
    return Arrays.equals(subjectKey.get(), other.authorityKey.get())
        ? KeyMatch.SAME
        : KeyMatch.ANOTHER;
  }

  /** What key identifiers say, the most telling first. */
  enum KeyMatch {
    /** It is the key that the other names. */
    SAME,
    /** One of the two has no identifier. */
    UNSAID,
    /** The other names another key. */
    ANOTHER
  }

  boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore()) && !time.isAfter(notAfter());
  }

  /** The length of its public key, as it is encoded, in bytes. */
  int keyLength() {
    return content.getSubjectPublicKeyInfo().getPublicKeyData().getBytes().length;
  }

  /** Whether both certify the same key for the same name, as cross-signed and renewed ones do. */
  boolean isSameEntityAs(X509 other) {
    return content.getSubjectPublicKeyInfo().equals(other.content.getSubjectPublicKeyInfo())
        && DistinguishedNames.same(subject(), other.subject());
  }

  @Override
  public int compareTo(X509 other) {
    return Arrays.compareUnsigned(encoded, other.encoded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof X509 that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "X509[" + DistinguishedNames.show(subject()) + "]";
  }
}
