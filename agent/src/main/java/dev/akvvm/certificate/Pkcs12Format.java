package dev.akvvm.certificate;

import java.io.EOFException;
import java.io.IOException;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.pkcs.ContentInfo;

/**
 * PKCS#12 as Key Vault gives it: base64, with the empty password.
 *
 * <p>The MAC is not checked, whatever it is made with: its key is the empty password, so it proves
 * nothing that TLS has not proven, and damage shows when the parts do not decode or match.
 */
final class Pkcs12Format {
  private static final ASN1Integer VERSION = new ASN1Integer(3);

  private Pkcs12Format() {}

  static ParsedBundle read(String base64) throws UnusableCertificateException {
    ContentInfo content = contentOf(bytesOf(base64));
    Bounds bounds = new Bounds();
    // Programs disagree on how the older schemes encode the empty password.
    try {
      return read(content, EmptyPassword.TERMINATED, bounds);
    } catch (WrongPasswordException e) {
      try {
        return read(content, EmptyPassword.MISSING, bounds);
      } catch (WrongPasswordException again) {
        throw EmptyPassword.protectedByPassword();
      }
    }
  }

  private static ParsedBundle read(ContentInfo content, EmptyPassword password, Bounds bounds)
      throws UnusableCertificateException, WrongPasswordException {
    try {
      return new Pkcs12Bags(password, bounds).read(content);
    } catch (WrongPasswordException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnusableCertificateException("its PKCS#12 is damaged; import it again");
    }
  }

  private static byte[] bytesOf(String base64) throws UnusableCertificateException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw notACertificate();
    }
  }

  private static ContentInfo contentOf(byte[] bytes) throws UnusableCertificateException {
    if (bytes.length < 2 || bytes[0] != (BERTags.SEQUENCE | BERTags.CONSTRUCTED)) {
      throw notACertificate();
    }
    try {
      ASN1Sequence outermost = ASN1Sequence.getInstance(Ber.parse(bytes));
      if (!outermost.getObjectAt(0).equals(VERSION)) {
        throw notACertificate();
      }
      return ContentInfo.getInstance(outermost.getObjectAt(1));
    } catch (EOFException e) {
      throw new UnusableCertificateException(
          "its PKCS#12 is cut short; import it again, all of it");
    } catch (IOException | RuntimeException e) {
      throw notACertificate();
    }
  }

  private static UnusableCertificateException notACertificate() {
    return new UnusableCertificateException(
        "its value is neither PEM nor PKCS#12; is it a certificate's secret?");
  }
}
