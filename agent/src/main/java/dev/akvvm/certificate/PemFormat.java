package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** PEM: any order, keys as PKCS#8, PKCS#1 or SEC 1, text between the blocks. */
final class PemFormat {
  private PemFormat() {}

  static BundleParts read(String text) throws UnusableCertificateException {
    List<PrivateKeyInfo> keys = new ArrayList<>();
    List<X509CertificateHolder> certificates = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        switch (part) {
          case X509CertificateHolder certificate -> certificates.add(certificate);
          case PrivateKeyInfo key -> keys.add(key);
          case PEMKeyPair pair -> keys.add(pair.getPrivateKeyInfo());
          case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
              throw new UnusableCertificateException(
                  "its private key is encrypted; import it without a password");
          default -> {
            // EC PARAMETERS and the like: openssl writes them, nobody needs them.
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new UnusableCertificateException("its PEM text is damaged; import it again");
    }
    return new BundleParts(keys, certificates);
  }

  static byte[] write(List<X509CertificateHolder> chain, PrivateKeyInfo key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PemWriter pem = new PemWriter(new OutputStreamWriter(bytes, US_ASCII))) {
      for (X509CertificateHolder certificate : chain) {
        pem.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
      }
      pem.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written to", e);
    }
    return bytes.toByteArray();
  }
}
