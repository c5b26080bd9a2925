package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structures that RFC 7292 allows and hardly any program writes. */
final class Pkcs12StructureTest {
  private static final TestKey KEY = TestKey.Kind.P_256.generate();
  private static final byte[] LEAF = Sketch.leaf(KEY.open(), "A").encoded();
  private static final ASN1ObjectIdentifier PBMAC1 =
      new ASN1ObjectIdentifier("1.2.840.113549.1.5.14");

  @TempDir private Path folder;

  @Test
  void decode_pbmac1_doesNotDisturb() throws Exception {
    DERSequence mac =
        new DERSequence(
            new ASN1Encodable[] {
              new DERSequence(
                  new ASN1Encodable[] {
                    new DERSequence(new ASN1Encodable[] {PBMAC1, DERNull.INSTANCE}),
                    new DEROctetString(new byte[32])
                  }),
              new DEROctetString(new byte[8]),
              new ASN1Integer(1)
            });

    assertDecoded(base64(new ASN1Integer(3), safe(certificate(), key()), mac));
  }

  @Test
  void decode_bagsWithinABag_areFound() throws Exception {
    SafeBag nested =
        new SafeBag(
            PKCSObjectIdentifiers.safeContentsBag,
            new DERSequence(new ASN1Encodable[] {key(), certificate()}));

    assertDecoded(base64(new ASN1Integer(3), safe(nested)));
  }

  @Test
  void decode_secretAndCrlBags_areNotLookedAt() throws Exception {
    SafeBag secret = new SafeBag(PKCSObjectIdentifiers.secretBag, DERNull.INSTANCE);
    SafeBag crl = new SafeBag(PKCSObjectIdentifiers.crlBag, DERNull.INSTANCE);

    assertDecoded(base64(new ASN1Integer(3), safe(secret, key(), crl, certificate())));
  }

  @Test
  void decode_paddingBehind_doesNotDisturb() throws Exception {
    byte[] bytes =
        Base64.getDecoder().decode(base64(new ASN1Integer(3), safe(key(), certificate())));

    assertDecoded(Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, bytes.length + 5)));
  }

  @Test
  void decode_keyUnderScrypt_isRead() throws Exception {
    OpenSsl openssl = new OpenSsl(folder);
    openssl.write("leaf.key", KEY.pem().getBytes(US_ASCII));
    openssl.run(
        "pkcs8",
        "-topk8",
        "-scrypt",
        "-in",
        "leaf.key",
        "-passout",
        "pass:",
        "-outform",
        "DER",
        "-out",
        "scrypt.der");
    SafeBag shrouded =
        new SafeBag(
            PKCSObjectIdentifiers.pkcs8ShroudedKeyBag,
            EncryptedPrivateKeyInfo.getInstance(Files.readAllBytes(folder.resolve("scrypt.der"))));

    assertDecoded(base64(new ASN1Integer(3), safe(shrouded, certificate())));
  }

  /** With so many salts, what the first guess makes of some parts passes for padded. */
  @Test
  @Tag("slow")
  void decode_missingPasswordUnderManySalts_isAlwaysFound() throws Exception {
    for (int salt = 0; salt < 4000; salt++) {
      SafeBag shrouded =
          new SafeBag(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, underMissingPassword(salt));

      assertDecoded(base64(new ASN1Integer(3), safe(shrouded, certificate())));
    }
  }

  private static EncryptedPrivateKeyInfo underMissingPassword(int salt) throws Exception {
    byte[] bytes = BigInteger.valueOf(salt + 1_000_000L).toByteArray();
    PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
    generator.init(new byte[0], bytes, 1);
    PaddedBufferedBlockCipher cipher =
        new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(new DESedeEngine()));
    cipher.init(true, generator.generateDerivedParameters(192, 64));
    byte[] plain = KEY.secret().getEncoded();
    byte[] encrypted = new byte[cipher.getOutputSize(plain.length)];
    cipher.doFinal(encrypted, cipher.processBytes(plain, 0, plain.length, encrypted, 0));
    return new EncryptedPrivateKeyInfo(
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, new PKCS12PBEParams(bytes, 1)),
        encrypted);
  }

  @Test
  void decode_signedOutside_saysSo() {
    ContentInfo signed = new ContentInfo(PKCSObjectIdentifiers.signedData, DERNull.INSTANCE);

    UnusableCertificateException e =
        assertThrows(
            UnusableCertificateException.class,
            () -> CertificateBundle.decode(base64(new ASN1Integer(3), signed)));

    assertTrue(e.reason().contains("export it again with an empty password"), e.reason());
  }

  private static void assertDecoded(String value) throws Exception {
    assertEquals(
        Sketch.pem("CERTIFICATE", LEAF),
        new String(CertificateBundle.decode(value).leafPem(), US_ASCII));
  }

  private static SafeBag key() {
    return new SafeBag(PKCSObjectIdentifiers.keyBag, KEY.secret());
  }

  private static SafeBag certificate() {
    return new SafeBag(
        PKCSObjectIdentifiers.certBag,
        new CertBag(PKCSObjectIdentifiers.x509Certificate, new DEROctetString(LEAF)));
  }

  private static ContentInfo safe(SafeBag... bags) throws Exception {
    return data(new DERSequence(data(new DERSequence(bags))));
  }

  private static ContentInfo data(DERSequence content) throws Exception {
    return new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(content.getEncoded()));
  }

  private static String base64(ASN1Encodable... parts) throws Exception {
    return Base64.getEncoder().encodeToString(new DERSequence(parts).getEncoded());
  }
}
