package dev.akvvm.certificate;

import java.io.EOFException;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.ContentInfo;

/**
 * PKCS#12, with the empty password as Key Vault gives it, or with another.
 *
 * <p>The MAC is not checked, whatever it is made with: with the empty password it proves nothing
 * that TLS has not proven, and damage shows when the parts do not decode or match.
 */
final class Pkcs12Format {
  private static final ASN1Integer VERSION = new ASN1Integer(3);

  private Pkcs12Format() {}

  static void read(byte[] bytes, BundleParts parts, Passwords passwords)
      throws UnusableCertificateException {
    ContentInfo content = contentOf(bytes);
    try {
      new Pkcs12Bags(parts, passwords).read(content);
    } catch (WrongPasswordException e) {
      throw passwords.wrong("its PKCS#12");
    } catch (IOException | RuntimeException e) {
      throw new UnusableCertificateException("its PKCS#12 is damaged; import it again");
    }
  }

  private static ContentInfo contentOf(byte[] bytes) throws UnusableCertificateException {
    try {
      ASN1Sequence outermost = ASN1Sequence.getInstance(Ber.parse(bytes));
      if (!outermost.getObjectAt(0).equals(VERSION)) {
        throw NotACertificate.other();
      }
      return ContentInfo.getInstance(outermost.getObjectAt(1));
    } catch (EOFException e) {
      throw new UnusableCertificateException(
          "its PKCS#12 is cut short; import it again, all of it");
    } catch (IOException | RuntimeException e) {
      throw NotACertificate.other();
    }
  }
}
