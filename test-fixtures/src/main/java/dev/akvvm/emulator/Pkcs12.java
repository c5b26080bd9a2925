package dev.akvvm.emulator;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;

/**
 * PKCS#12 as Key Vault writes it: empty password, SHA1 with triple DES, a SHA-1 MAC, 2000
 * iterations.
 */
final class Pkcs12 {
  private static final DEROctetString KEY_ID = new DEROctetString(new byte[] {1, 0, 0, 0});

  private Pkcs12() {}

  static String base64(
      Optional<PrivateKey> key, X509Certificate leaf, List<X509Certificate> certificates) {
    try {
      PKCS12PfxPduBuilder pfx = new PKCS12PfxPduBuilder();
      if (key.isPresent()) {
        PKCS12SafeBagBuilder bag =
            new JcaPKCS12SafeBagBuilder(key.get(), new EmptyPasswordEncryptor());
        bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, KEY_ID);
        pfx.addData(bag.build());
      }
      List<PKCS12SafeBag> bags = new ArrayList<>();
      for (X509Certificate certificate : certificates) {
        PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder(certificate);
        if (key.isPresent() && certificate.equals(leaf)) {
          bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, KEY_ID);
        }
        bags.add(bag.build());
      }
      pfx.addEncryptedData(new EmptyPasswordEncryptor(), bags.toArray(new PKCS12SafeBag[0]));
      byte[] der = pfx.build(new EmptyPasswordMac(), new char[0]).getEncoded(ASN1Encoding.DER);
      return Base64.getEncoder().encodeToString(der);
    } catch (IOException | PKCSException e) {
      throw new IllegalStateException("cannot write a PKCS#12", e);
    }
  }
}
