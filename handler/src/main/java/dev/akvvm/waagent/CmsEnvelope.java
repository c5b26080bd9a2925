package dev.akvvm.waagent;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyTransRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Something encrypted for the holder of an RSA key: CMS EnvelopedData of RFC 5652. Bouncy Castle
 * parses its structure, and the JDK's own ciphers do the rest: they load faster than Bouncy
 * Castle's lightweight ones, which have no OAEP here.
 *
 * <p>The only class of this module that touches Bouncy Castle, and it is touched only where there
 * is something to decrypt: only then does {@code bin/handler} put the library on the class path.
 */
final class CmsEnvelope {
  private final CMSEnvelopedData data;

  private CmsEnvelope(CMSEnvelopedData data) {
    this.data = data;
  }

  /**
   * Reads the structure, in DER or BER.
   *
   * @throws IOException when it is not that structure
   */
  static CmsEnvelope parse(byte[] bytes) throws IOException {
    try {
      return new CmsEnvelope(new CMSEnvelopedData(bytes));
    } catch (CMSException | RuntimeException e) {
      throw new IOException("no CMS EnvelopedData", e);
    }
  }

  /**
   * What was encrypted.
   *
   * @throws GeneralSecurityException when it was not encrypted for this key
   */
  byte[] decrypt(PrivateKey key) throws GeneralSecurityException {
    GeneralSecurityException failure =
        new GeneralSecurityException("not encrypted for any RSA key");
    for (RecipientInformation recipient : data.getRecipientInfos()) {
      if (recipient instanceof KeyTransRecipientInformation) {
        try {
          return recipient.getContent(new JceKeyTransEnvelopedRecipient(key));
        } catch (CMSException | RuntimeException e) {
          failure = new GeneralSecurityException("encrypted for another key, or damaged", e);
        }
      }
    }
    throw failure;
  }

  /**
   * An RSA key from PEM text, as PKCS#8 or PKCS#1.
   *
   * @throws GeneralSecurityException when there is none
   */
  static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      PrivateKeyInfo key =
          switch (parser.readObject()) {
            case PrivateKeyInfo info -> info;
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case null, default -> throw new GeneralSecurityException("no private key");
          };
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    } catch (IOException | RuntimeException e) {
      throw new GeneralSecurityException("no private key", e);
    }
  }
}
