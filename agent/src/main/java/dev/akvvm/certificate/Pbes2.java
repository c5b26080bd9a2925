package dev.akvvm.certificate;

import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.operator.OperatorCreationException;

/** PBES2 of RFC 8018 with PBKDF2 and the empty password. */
final class Pbes2 {
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

  static BufferedBlockCipher cipher(PBES2Parameters parameters) throws OperatorCreationException {
    ASN1ObjectIdentifier derivation = parameters.getKeyDerivationFunc().getAlgorithm();
    if (!derivation.equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      throw new OperatorCreationException("unknown key derivation " + derivation);
    }
    EncryptionScheme encryption = parameters.getEncryptionScheme();
    Integer keyBits = KEY_BITS.get(encryption.getAlgorithm());
    if (keyBits == null) {
      throw new OperatorCreationException("unknown encryption " + encryption.getAlgorithm());
    }
    PBKDF2Params pbkdf2 =
        PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest(pbkdf2));
    generator.init(
        EmptyPasswordDecryptor.NOTHING,
        pbkdf2.getSalt(),
        pbkdf2.getIterationCount().intValueExact());
    CipherParameters key = generator.generateDerivedParameters(keyBits);
    byte[] vector = ASN1OctetString.getInstance(encryption.getParameters()).getOctets();
    boolean tripleDes = encryption.getAlgorithm().equals(PKCSObjectIdentifiers.des_EDE3_CBC);
    BlockCipher engine = tripleDes ? new DESedeEngine() : AESEngine.newInstance();
    return EmptyPasswordDecryptor.cbc(engine, new ParametersWithIV(key, vector));
  }

  private static Digest digest(PBKDF2Params pbkdf2) throws OperatorCreationException {
    Supplier<Digest> digest = DIGESTS.get(pbkdf2.getPrf().getAlgorithm());
    if (digest == null) {
      throw new OperatorCreationException("unknown digest " + pbkdf2.getPrf().getAlgorithm());
    }
    return digest.get();
  }
}
