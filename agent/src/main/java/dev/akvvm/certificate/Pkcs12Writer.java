package dev.akvvm.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;

/**
 * Writes PKCS#12 (RFC 7292) in DER: the chain in one encrypted content, the key in another.
 *
 * <p>Without a password, that is with the empty one, the chain is not encrypted: Java leaves out
 * encrypted certificates when it is given {@code null} for a password. The key is, because Java
 * ignores one that is not. There is a MAC all the same, of the empty password with its terminator:
 * GnuTLS and old OpenSSL refuse a file that has none. Read so by OpenSSL, curl, GnuTLS, Java 17 and
 * 25, and Python's cryptography.
 */
final class Pkcs12Writer {
  /** The empty password, as most programs encode it. */
  private static final byte[] TERMINATOR = {0, 0};

  private final BundleKey key;
  private final Chain chain;
  private final String alias;
  private final String password;
  private final DerivedSalt salts;

  Pkcs12Writer(BundleKey key, Chain chain, String alias, String password) {
    this.key = key;
    this.chain = chain;
    this.alias = alias;
    this.password = password;
    this.salts = new DerivedSalt(key, chain, alias, password);
  }

  byte[] write() {
    try {
      byte[] content = encode(new DERSequence(new ASN1Encodable[] {certificates(), shroudedKey()}));
      return encode(new Pfx(data(content), mac(content)));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written to", e);
    }
  }

  private ContentInfo certificates() throws IOException {
    ASN1EncodableVector bags = new ASN1EncodableVector();
    for (X509 certificate : chain.certificates()) {
      boolean leaf = certificate.equals(chain.leaf());
      CertBag bag =
          new CertBag(
              PKCSObjectIdentifiers.x509Certificate, new DEROctetString(certificate.encoded()));
      bags.add(
          leaf
              ? new SafeBag(PKCSObjectIdentifiers.certBag, bag, attributes())
              : new SafeBag(PKCSObjectIdentifiers.certBag, bag));
    }
    byte[] content = encode(new DERSequence(bags));
    if (password.isEmpty()) {
      return data(content);
    }
    Pbes2Encryption encryption = new Pbes2Encryption(password, salts, "certificates");
    return new ContentInfo(
        PKCSObjectIdentifiers.encryptedData,
        new EncryptedData(
            PKCSObjectIdentifiers.data,
            encryption.algorithm(),
            new DEROctetString(encryption.encrypt(content))));
  }

  private ContentInfo shroudedKey() throws IOException {
    Pbes2Encryption encryption = new Pbes2Encryption(password, salts, "key");
    SafeBag bag =
        new SafeBag(
            PKCSObjectIdentifiers.pkcs8ShroudedKeyBag,
            new EncryptedPrivateKeyInfo(encryption.algorithm(), encryption.encrypt(key.encoded())),
            attributes());
    return data(encode(new DERSequence(bag)));
  }

  /** The attributes that make programs show leaf and key as one entry with this name. */
  private ASN1Set attributes() {
    return new DERSet(
        new ASN1Encodable[] {
          attribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(alias)),
          attribute(
              PKCSObjectIdentifiers.pkcs_9_at_localKeyId,
              new DEROctetString(Sha256.of(chain.leaf().encoded())))
        });
  }

  private static DERSequence attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new DERSequence(new ASN1Encodable[] {type, new DERSet(value)});
  }

  private MacData mac(byte[] content) {
    byte[] salt = salts.of("pkcs12 mac", 20);
    PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA256Digest());
    generator.init(
        password.isEmpty()
            ? TERMINATOR
            : PBEParametersGenerator.PKCS12PasswordToBytes(password.toCharArray()),
        salt,
        Pbes2Encryption.ROUNDS);
    HMac mac = new HMac(new SHA256Digest());
    mac.init(generator.generateDerivedMacParameters(mac.getMacSize() * 8));
    mac.update(content, 0, content.length);
    byte[] code = new byte[mac.getMacSize()];
    mac.doFinal(code, 0);
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    return new MacData(new DigestInfo(sha256, code), salt, Pbes2Encryption.ROUNDS);
  }

  private static ContentInfo data(byte[] content) {
    return new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(content));
  }

  private static byte[] encode(ASN1Encodable value) throws IOException {
    return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
  }
}
