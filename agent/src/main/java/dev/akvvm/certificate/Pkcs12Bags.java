package dev.akvvm.certificate;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;

/**
 * Collects what the bags of a PKCS#12 (RFC 7292) hold, wherever they are: the JDK's own reader
 * drops certificates that do not belong to the chain.
 */
final class Pkcs12Bags {
  private final BundleParts parts;
  private final Passwords passwords;

  Pkcs12Bags(BundleParts parts, Passwords passwords) {
    this.parts = parts;
    this.passwords = passwords;
  }

  void read(ContentInfo authenticated) throws IOException, UnusableCertificateException {
    for (ASN1Encodable content : ASN1Sequence.getInstance(data(authenticated))) {
      readContent(ContentInfo.getInstance(content));
    }
  }

  private void readContent(ContentInfo content) throws IOException, UnusableCertificateException {
    if (!content.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
      readBags(data(content));
      return;
    }
    EncryptedData encrypted = EncryptedData.getInstance(content.getContent());
    readBags(
        passwords.decrypt(encrypted.getEncryptionAlgorithm(), encrypted.getContent().getOctets()));
  }

  private static ASN1Primitive data(ContentInfo content)
      throws IOException, UnusableCertificateException {
    ASN1ObjectIdentifier type = content.getContentType();
    if (type.equals(PKCSObjectIdentifiers.data)) {
      return Ber.parse(ASN1OctetString.getInstance(content.getContent()).getOctets());
    }
    if (type.equals(PKCSObjectIdentifiers.signedData)
        || type.equals(PKCSObjectIdentifiers.envelopedData)) {
      throw new UnusableCertificateException(
          "its PKCS#12 is signed with, or encrypted to, another certificate;"
              + " export it again with an empty password");
    }
    throw new IOException("unknown content " + type);
  }

  private void readBags(ASN1Encodable bags) throws IOException, UnusableCertificateException {
    for (ASN1Encodable each : ASN1Sequence.getInstance(bags)) {
      SafeBag bag = SafeBag.getInstance(each);
      ASN1ObjectIdentifier type = bag.getBagId();
      if (type.equals(PKCSObjectIdentifiers.certBag)) {
        readCertificate(CertBag.getInstance(bag.getBagValue()));
      } else if (type.equals(PKCSObjectIdentifiers.keyBag)) {
        parts.add(PrivateKeyInfo.getInstance(bag.getBagValue()));
      } else if (type.equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
        parts.add(decrypted(EncryptedPrivateKeyInfo.getInstance(bag.getBagValue())));
      } else if (type.equals(PKCSObjectIdentifiers.safeContentsBag)) {
        readBags(bag.getBagValue());
      }
      // Secret and CRL bags have no place in a certificate.
    }
  }

  private PrivateKeyInfo decrypted(EncryptedPrivateKeyInfo key)
      throws IOException, UnusableCertificateException {
    return PrivateKeyInfo.getInstance(
        passwords.decrypt(key.getEncryptionAlgorithm(), key.getEncryptedData()));
  }

  private void readCertificate(CertBag bag) throws UnusableCertificateException {
    if (bag.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
      parts.add(X509.parse(ASN1OctetString.getInstance(bag.getCertValue()).getOctets()));
    }
  }
}
