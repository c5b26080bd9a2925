package dev.akvvm.emulator;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A name and a key that sign certificates. What it issues passes the strict checks of OpenSSL 3,
 * Python 3.13 and Node.
 */
final class Issuer {
  private static final Duration CA_VALIDITY = Duration.ofDays(7300);

  private final X500Principal name;
  private final KeyPair keys;
  private final SecureRandom random = new SecureRandom();

  private Issuer(String commonName, KeyPair keys) {
    this.name = named(commonName);
    this.keys = keys;
  }

  /** An issuer with its own certificate. */
  record Authority(Issuer issuer, X509Certificate certificate) {
    static Authority root(String commonName, KeyPair keys, Instant now) {
      Issuer issuer = new Issuer(commonName, keys);
      return new Authority(issuer, issuer.certify(issuer, now));
    }

    Authority subordinate(String commonName, KeyPair keys, Instant now) {
      Issuer next = new Issuer(commonName, keys);
      return new Authority(next, issuer.certify(next, now));
    }
  }

  /** A certificate that its own key signs, as Key Vault's issuer {@code Self} makes. */
  static X509Certificate selfSigned(
      String commonName,
      KeyPair keys,
      List<GeneralName> names,
      Instant notBefore,
      Instant expires) {
    return new Issuer(commonName, keys)
        .issue(commonName, keys.getPublic(), names, notBefore, expires);
  }

  /** A certificate for TLS servers and clients. */
  X509Certificate issue(
      String commonName,
      PublicKey key,
      List<GeneralName> names,
      Instant notBefore,
      Instant expires) {
    try {
      return sign(
          builder(named(commonName), key, notBefore, expires)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(
                  Extension.keyUsage,
                  true,
                  new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(
                      new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                      }))
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(names.toArray(new GeneralName[0]))));
    } catch (IOException e) {
      throw new IllegalStateException("cannot encode a certificate", e);
    }
  }

  private X509Certificate certify(Issuer subject, Instant now) {
    try {
      return sign(
          builder(
                  subject.name,
                  subject.keys.getPublic(),
                  now.minus(Duration.ofDays(365)),
                  now.plus(CA_VALIDITY))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
    } catch (IOException e) {
      throw new IllegalStateException("cannot encode a certificate", e);
    }
  }

  private X509v3CertificateBuilder builder(
      X500Principal subject, PublicKey key, Instant notBefore, Instant expires) throws IOException {
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      return new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(126, random).setBit(126),
              Date.from(notBefore),
              Date.from(expires),
              subject,
              key)
          .addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              ids.createAuthorityKeyIdentifier(keys.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }

  private X509Certificate sign(X509v3CertificateBuilder builder) {
    String algorithm =
        keys.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a certificate", e);
    }
  }

  /** The JDK would read a name as text, and leave out what it does not like of it. */
  private static X500Principal named(String commonName) {
    try {
      return new X500Principal(
          new X500NameBuilder().addRDN(BCStyle.CN, commonName).build().getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("cannot encode a name", e);
    }
  }
}
