package dev.akvvm.certificate;

import java.math.BigInteger;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** Decrypts PBES2 of RFC 8018, with PBKDF2 or scrypt (RFC 7914), with any password. */
final class Pbes2 {
  /** For scrypt, in bytes: as much as openssl needs, and half of what the agent may use. */
  private static final long MAX_MEMORY = 16L << 20;

  private static final ASN1ObjectIdentifier SCRYPT =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

  private static final Map<ASN1ObjectIdentifier, Supplier<Digest>> DIGESTS =
      Map.of(
          PKCSObjectIdentifiers.id_hmacWithSHA1, SHA1Digest::new,
          PKCSObjectIdentifiers.id_hmacWithSHA224, SHA224Digest::new,
          PKCSObjectIdentifiers.id_hmacWithSHA256, SHA256Digest::new,
          PKCSObjectIdentifiers.id_hmacWithSHA384, SHA384Digest::new,
          PKCSObjectIdentifiers.id_hmacWithSHA512, SHA512Digest::new);

  private static final Map<ASN1ObjectIdentifier, Integer> KEY_BITS =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 128,
          NISTObjectIdentifiers.id_aes192_CBC, 192,
          NISTObjectIdentifiers.id_aes256_CBC, 256,
          PKCSObjectIdentifiers.des_EDE3_CBC, 192);

  private Pbes2() {}

  static BufferedBlockCipher cipher(PBES2Parameters parameters, byte[] password, Bounds bounds)
      throws UnusableCertificateException {
    EncryptionScheme encryption = parameters.getEncryptionScheme();
    Integer keyBits = KEY_BITS.get(encryption.getAlgorithm());
    if (keyBits == null) {
      throw Unsupported.encryption(encryption.getAlgorithm());
    }
    KeyParameter key = key(parameters.getKeyDerivationFunc(), keyBits, password, bounds);
    byte[] vector = ASN1OctetString.getInstance(encryption.getParameters()).getOctets();
    boolean tripleDes = encryption.getAlgorithm().equals(PKCSObjectIdentifiers.des_EDE3_CBC);
    BlockCipher engine = tripleDes ? new DESedeEngine() : AESEngine.newInstance();
    return Passwords.cbc(engine, new ParametersWithIV(key, vector));
  }

  private static KeyParameter key(
      KeyDerivationFunc derivation, int bits, byte[] password, Bounds bounds)
      throws UnusableCertificateException {
    if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      return pbkdf2(PBKDF2Params.getInstance(derivation.getParameters()), bits, password, bounds);
    }
    if (derivation.getAlgorithm().equals(SCRYPT)) {
      return scrypt(ASN1Sequence.getInstance(derivation.getParameters()), bits, password, bounds);
    }
    throw Unsupported.encryption(derivation.getAlgorithm());
  }

  private static KeyParameter pbkdf2(
      PBKDF2Params parameters, int bits, byte[] password, Bounds bounds)
      throws UnusableCertificateException {
    ASN1ObjectIdentifier pseudoRandom = parameters.getPrf().getAlgorithm();
    Supplier<Digest> digest = DIGESTS.get(pseudoRandom);
    if (digest == null) {
      throw Unsupported.encryption(pseudoRandom);
    }
    bounds.spend(parameters.getIterationCount());
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest.get());
    int rounds = parameters.getIterationCount().intValueExact();
    generator.init(password, parameters.getSalt(), rounds);
    return (KeyParameter) generator.generateDerivedParameters(bits);
  }

  private static KeyParameter scrypt(
      ASN1Sequence parameters, int bits, byte[] password, Bounds bounds)
      throws UnusableCertificateException {
    BigInteger cost = integer(parameters, 1);
    BigInteger block = integer(parameters, 2);
    BigInteger lanes = integer(parameters, 3);
    if (cost.multiply(block).shiftLeft(7).compareTo(BigInteger.valueOf(MAX_MEMORY)) > 0) {
      throw new UnusableCertificateException(
          "its encryption needs more than "
              + (MAX_MEMORY >> 20)
              + " MB of memory; export it again with AES-256 and PBKDF2");
    }
    bounds.spend(cost.multiply(block).multiply(lanes).shiftLeft(1));
    return new KeyParameter(
        SCrypt.generate(
            password,
            ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets(),
            cost.intValueExact(),
            block.intValueExact(),
            lanes.intValueExact(),
            bits / 8));
  }

  private static BigInteger integer(ASN1Sequence sequence, int index) {
    return ASN1Integer.getInstance(sequence.getObjectAt(index)).getValue();
  }
}
