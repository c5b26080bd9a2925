package dev.akvvm.certificate;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;

/**
 * The encryptions of RFC 7292, appendix C, with Bouncy Castle's engines: its JCE provider takes a
 * tenth of a second to load.
 */
enum Pkcs12Scheme {
  /** Key Vault's own. */
  TRIPLE_DES(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, 192, DESedeEngine::new),
  TRIPLE_DES_2(PKCSObjectIdentifiers.pbeWithSHAAnd2_KeyTripleDES_CBC, 128, DESedeEngine::new),
  RC2_128(PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC, 128, RC2Engine::new),
  RC2_40(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC, 40, RC2Engine::new);

  @SuppressWarnings("ImmutableEnumChecker") // nothing changes it
  private final ASN1ObjectIdentifier algorithm;

  private final int keyBits;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor
  private final Supplier<BlockCipher> engine;

  Pkcs12Scheme(ASN1ObjectIdentifier algorithm, int keyBits, Supplier<BlockCipher> engine) {
    this.algorithm = algorithm;
    this.keyBits = keyBits;
    this.engine = engine;
  }

  static Pkcs12Scheme of(ASN1ObjectIdentifier algorithm) throws UnusableCertificateException {
    return Arrays.stream(values())
        .filter(each -> each.algorithm.equals(algorithm))
        .findFirst()
        .orElseThrow(() -> Unsupported.encryption(algorithm));
  }

  /** Ready to decrypt. */
  BufferedBlockCipher cipher(ASN1Encodable encoded, byte[] password, Bounds bounds)
      throws UnusableCertificateException {
    PKCS12PBEParams parameters = PKCS12PBEParams.getInstance(encoded);
    bounds.spend(parameters.getIterations());
    PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
    generator.init(password, parameters.getIV(), parameters.getIterations().intValueExact());
    BlockCipher cipher = engine.get();
    return Passwords.cbc(
        cipher, generator.generateDerivedParameters(keyBits, cipher.getBlockSize() * 8));
  }
}
