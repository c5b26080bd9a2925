package dev.akvvm.certificate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * PKCS#12 as Key Vault gives it: base64, with the empty password. Read bag by bag, because the
 * JDK's own reader drops certificates that do not link.
 *
 * <p>The MAC is not checked: its key is the empty password, so it proves nothing that TLS has not
 * proven, and damage shows when the parts do not decode or match.
 */
final class Pkcs12Format {
  private Pkcs12Format() {}

  static BundleParts read(String base64) throws UnusableCertificateException {
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw notACertificate();
    }
    // Programs disagree on how an empty password is written: as two zero bytes, or as none.
    try {
      return read(bytes, EmptyPasswordDecryptor.TERMINATED);
    } catch (IOException | PKCSException | RuntimeException e) {
      try {
        return read(bytes, EmptyPasswordDecryptor.NOTHING);
      } catch (IOException | PKCSException | RuntimeException again) {
        throw notACertificate();
      }
    }
  }

  private static UnusableCertificateException notACertificate() {
    return new UnusableCertificateException(
        "its value is neither PEM nor PKCS#12 without a password; is it a certificate's secret?");
  }

  private static BundleParts read(byte[] bytes, byte[] password) throws IOException, PKCSException {
    InputDecryptorProvider decryptor = new EmptyPasswordDecryptor(password);
    List<PrivateKeyInfo> keys = new ArrayList<>();
    List<X509CertificateHolder> certificates = new ArrayList<>();
    for (ContentInfo content : new PKCS12PfxPdu(bytes).getContentInfos()) {
      boolean encrypted = content.getContentType().equals(PKCSObjectIdentifiers.encryptedData);
      PKCS12SafeBagFactory bags =
          encrypted
              ? new PKCS12SafeBagFactory(content, decryptor)
              : new PKCS12SafeBagFactory(content);
      for (PKCS12SafeBag bag : bags.getSafeBags()) {
        switch (bag.getBagValue()) {
          case X509CertificateHolder certificate -> certificates.add(certificate);
          case PrivateKeyInfo key -> keys.add(key);
          case PKCS8EncryptedPrivateKeyInfo key -> keys.add(key.decryptPrivateKeyInfo(decryptor));
          default -> {
            // Secret and CRL bags have no place in a certificate.
          }
        }
      }
    }
    return new BundleParts(keys, certificates);
  }
}
