package dev.akvvm.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Values that would cost an agent its time, memory or stack, if it took them at their word. */
record HostileValues(String name, String value, String words) {
  @Override
  public String toString() {
    return name;
  }

  static Stream<HostileValues> all() throws IOException, UnusableCertificateException {
    return Stream.of(sizes(), nesting(), encryption(), keys()).flatMap(each -> each);
  }

  private static Stream<HostileValues> sizes() throws IOException, UnusableCertificateException {
    byte[] nulls = new byte[700_000];
    for (int i = 0; i < nulls.length; i += 2) {
      nulls[i] = 5;
    }
    return Stream.of(
        new HostileValues("10 MB", "M".repeat(10_000_000), "10000000 characters long"),
        new HostileValues(
            "length of 2 GB", base64(new byte[] {0x30, (byte) 0x84, 127, -1, -1, -1}), "cut short"),
        new HostileValues(
            "length of 2^64",
            base64(new byte[] {0x30, (byte) 0x88, -1, -1, -1, -1, -1, -1, -1, -1}),
            "neither PEM nor PKCS#12"),
        new HostileValues("many parts", base64(element(0x30, nulls)), "more than 50000 parts"),
        new HostileValues(
            "many parts within", pkcs12(element(0x30, nulls)), "more than 50000 parts"),
        new HostileValues(
            "many certificates",
            Sketch.authority("A", "A").pem().repeat(1000),
            "more than 50 certificates"),
        new HostileValues(
            "many keys", TestKey.Kind.P_256.generate().pem().repeat(1000), "several private keys"),
        new HostileValues("many markers", "-----BEGIN ".repeat(90_000), "cut short"),
        new HostileValues("many backslashes", "\\".repeat(1_000_000), "neither PEM nor PKCS#12"),
        new HostileValues("many dashes", "-".repeat(1_000_000), "neither PEM nor PKCS#12"),
        new HostileValues("many blanks", "-" + " ".repeat(1_000_000) + "-", "neither PEM nor"),
        new HostileValues(
            "many objects", "{\"data\":".repeat(100_000), "JSON without a certificate"),
        new HostileValues(
            "many headers",
            "-----BEGIN X-----\n%s\n-----END X-----".formatted("DEK-Info: ".repeat(90_000)),
            "neither a certificate nor a private key"));
  }

  private static Stream<HostileValues> nesting() throws IOException, UnusableCertificateException {
    byte[] indefinite = new byte[600_000];
    for (int i = 0; i < indefinite.length; i += 2) {
      indefinite[i] = 0x30;
      indefinite[i + 1] = (byte) 0x80;
    }
    byte[] definite = new byte[0];
    for (int i = 0; i < 5000; i++) {
      definite = element(0x30, definite);
    }
    byte[] strings = new byte[0];
    for (int i = 0; i < 5000; i++) {
      strings = element(0x24, strings);
    }
    String certificate =
        Sketch.pem(
            "CERTIFICATE",
            Sketch.leaf(TestKey.Kind.P_256.generate().open(), "A").encoded(definite));
    return Stream.of(
        nested("outermost, endless", base64(indefinite)),
        nested("outermost", base64(definite)),
        nested("within PKCS#12", pkcs12(definite)),
        nested("strings within PKCS#12", pkcs12(strings)),
        nested("certificate", Sketch.pem("CERTIFICATE", definite)),
        nested("extension of a certificate", certificate),
        nested("key", Sketch.pem("PRIVATE KEY", definite)),
        nested("key in a bag", pkcs12(new DERSequence(keyBag(definite)).getEncoded())));
  }

  private static HostileValues nested(String where, String value) {
    return new HostileValues("nesting: " + where, value, "nested deeper than 30 levels");
  }

  private static Stream<HostileValues> encryption()
      throws IOException, UnusableCertificateException {
    String words = "more than 1000000 rounds";
    return Stream.of(
        new HostileValues("2^31 rounds", shrouded(pbkdf2(BigInteger.valueOf(1L << 31))), words),
        new HostileValues("10^40 rounds", shrouded(pbkdf2(BigInteger.TEN.pow(40))), words),
        new HostileValues("150 times 10000 rounds", manyParts(), words),
        new HostileValues("no rounds", shrouded(pbkdf2(BigInteger.ZERO)), "encryption is damaged"),
        new HostileValues("2 G rounds, old scheme", shrouded(tripleDes(2_000_000_000)), words),
        new HostileValues("negative rounds", shrouded(tripleDes(-5)), "encryption is damaged"),
        new HostileValues(
            "scrypt, 1 GB", shrouded(scrypt(1L << 20, 8, 1)), "more than 16 MB of memory"),
        new HostileValues(
            "scrypt, huge cost", shrouded(scrypt(Long.MAX_VALUE, 1, 1)), "16 MB of memory"),
        new HostileValues("scrypt, many lanes", shrouded(scrypt(16_384, 8, 1 << 30)), words),
        new HostileValues(
            "the most that is allowed",
            shrouded(pbkdf2(BigInteger.valueOf(1_000_000))),
            "without a password"));
  }

  private static Stream<HostileValues> keys() throws IOException, UnusableCertificateException {
    BigInteger huge = BigInteger.ONE.shiftLeft(16_383).add(BigInteger.ONE);
    RSAPrivateKey rsa = new RSAPrivateKey(huge, huge, huge, huge, huge, huge, huge, huge);
    ECPrivateKey ec =
        new ECPrivateKey(
            256_000, BigInteger.ONE.shiftLeft(255_999), SECObjectIdentifiers.secp256r1);
    ECPrivateKey unknown =
        new ECPrivateKey(256, BigInteger.TWO, new ASN1ObjectIdentifier("1.2.3.4"));
    String leaf = Sketch.leaf(TestKey.Kind.P_256.generate().open(), "A").pem();
    return Stream.of(
        new HostileValues(
            "RSA of 16384 bits",
            leaf + Sketch.pem("RSA PRIVATE KEY", rsa.getEncoded()),
            "its RSA key has 16384 bits; use 2048, 3072 or 4096"),
        new HostileValues(
            "EC of 256000 bits",
            leaf + Sketch.pem("EC PRIVATE KEY", ec.getEncoded()),
            "private key is damaged"),
        new HostileValues(
            "unknown curve",
            leaf + Sketch.pem("EC PRIVATE KEY", unknown.getEncoded()),
            "unknown curve 1.2.3.4"));
  }

  private static AlgorithmIdentifier pbkdf2(BigInteger rounds) {
    DERSequence parameters =
        new DERSequence(
            new ASN1Encodable[] {new DEROctetString(new byte[8]), new ASN1Integer(rounds)});
    return pbes2(
        new KeyDerivationFunc(
            PKCSObjectIdentifiers.id_PBKDF2, PBKDF2Params.getInstance(parameters)));
  }

  private static AlgorithmIdentifier scrypt(long cost, long block, long lanes) {
    return pbes2(
        new KeyDerivationFunc(
            new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11"),
            new DERSequence(
                new ASN1Encodable[] {
                  new DEROctetString(new byte[8]),
                  new ASN1Integer(cost),
                  new ASN1Integer(block),
                  new ASN1Integer(lanes)
                })));
  }

  private static AlgorithmIdentifier pbes2(KeyDerivationFunc derivation) {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2,
        new PBES2Parameters(
            derivation,
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]))));
  }

  private static AlgorithmIdentifier tripleDes(int rounds) {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
        new PKCS12PBEParams(new byte[8], rounds));
  }

  private static String shrouded(AlgorithmIdentifier algorithm)
      throws IOException, UnusableCertificateException {
    return pkcs12(new DERSequence(shroudedBag(algorithm)).getEncoded());
  }

  /** Many empty parts, each of which opens with the empty password. */
  private static String manyParts() throws IOException, UnusableCertificateException {
    TestKey key = TestKey.Kind.P_256.generate();
    X509 leaf = X509.parse(Sketch.leaf(key.open(), "A").encoded());
    DerivedSalt salts =
        new DerivedSalt(
            BundleKey.of(key.secret()), Chain.of(leaf, List.of(), Optional.empty()), "", "");
    Pbes2Encryption encryption = new Pbes2Encryption("", salts, "test");
    ContentInfo part =
        new ContentInfo(
            PKCSObjectIdentifiers.encryptedData,
            new EncryptedData(
                PKCSObjectIdentifiers.data,
                encryption.algorithm(),
                new DEROctetString(encryption.encrypt(new byte[] {0x30, 0}))));
    return pfx(new DERSequence(Collections.nCopies(150, part).toArray(ASN1Encodable[]::new)));
  }

  private static SafeBag shroudedBag(AlgorithmIdentifier algorithm) {
    return new SafeBag(
        PKCSObjectIdentifiers.pkcs8ShroudedKeyBag,
        new EncryptedPrivateKeyInfo(algorithm, new byte[64]));
  }

  private static SafeBag keyBag(byte[] key) {
    return new SafeBag(
        PKCSObjectIdentifiers.keyBag,
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1Integer(0),
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              new DEROctetString(key)
            }));
  }

  /** With these bytes where the bags should be. */
  private static String pkcs12(byte[] bags) throws IOException, UnusableCertificateException {
    return pfx(new DERSequence(data(bags)));
  }

  private static String pfx(DERSequence parts) throws IOException, UnusableCertificateException {
    return base64(
        new DERSequence(new ASN1Encodable[] {new ASN1Integer(3), data(parts.getEncoded())})
            .getEncoded());
  }

  private static DERSequence data(byte[] content) {
    return new DERSequence(
        new ASN1Encodable[] {
          PKCSObjectIdentifiers.data, new DERTaggedObject(true, 0, new DEROctetString(content))
        });
  }

  private static byte[] element(int tag, byte[] content) {
    byte[] length = BigInteger.valueOf(content.length).toByteArray();
    byte[] element = new byte[2 + length.length + content.length];
    element[0] = (byte) tag;
    element[1] = (byte) (0x80 | length.length);
    System.arraycopy(length, 0, element, 2, length.length);
    System.arraycopy(content, 0, element, 2 + length.length, content.length);
    return element;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
