package dev.akvvm.certificate;

import java.io.InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.io.CipherInputStream;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.operator.InputDecryptor;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Decrypts the parts of a PKCS#12 that has the empty password, with Bouncy Castle's engines: its
 * JCE provider refuses that password for PBES2, and takes a tenth of a second to load.
 */
final class EmptyPasswordDecryptor implements InputDecryptorProvider {
  /** The empty password as the older schemes take it: one BMP character, the end of the text. */
  static final byte[] TERMINATED = {0, 0};

  /** The same, as some programs write it: nothing at all. */
  static final byte[] NOTHING = {};

  private final byte[] password;

  EmptyPasswordDecryptor(byte[] password) {
    this.password = password.clone();
  }

  @Override
  public InputDecryptor get(AlgorithmIdentifier algorithm) throws OperatorCreationException {
    try {
      return decryptor(algorithm, cipher(algorithm));
    } catch (IllegalArgumentException e) {
      throw new OperatorCreationException("unusable parameters of " + algorithm.getAlgorithm(), e);
    }
  }

  private BufferedBlockCipher cipher(AlgorithmIdentifier algorithm)
      throws OperatorCreationException {
    ASN1ObjectIdentifier scheme = algorithm.getAlgorithm();
    if (scheme.equals(PKCSObjectIdentifiers.id_PBES2)) {
      return Pbes2.cipher(PBES2Parameters.getInstance(algorithm.getParameters()));
    }
    PKCS12PBEParams parameters = PKCS12PBEParams.getInstance(algorithm.getParameters());
    if (scheme.equals(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)) {
      return pkcs12(new DESedeEngine(), 192, parameters);
    }
    if (scheme.equals(PKCSObjectIdentifiers.pbeWithSHAAnd2_KeyTripleDES_CBC)) {
      return pkcs12(new DESedeEngine(), 128, parameters);
    }
    if (scheme.equals(PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC)) {
      return pkcs12(new RC2Engine(), 128, parameters);
    }
    if (scheme.equals(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC)) {
      return pkcs12(new RC2Engine(), 40, parameters);
    }
    throw new OperatorCreationException("unknown encryption " + scheme);
  }

  private BufferedBlockCipher pkcs12(BlockCipher engine, int keyBits, PKCS12PBEParams parameters) {
    PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
    generator.init(password, parameters.getIV(), parameters.getIterations().intValueExact());
    return cbc(engine, generator.generateDerivedParameters(keyBits, engine.getBlockSize() * 8));
  }

  static BufferedBlockCipher cbc(BlockCipher engine, CipherParameters keyAndVector) {
    PaddedBufferedBlockCipher cipher =
        new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(engine));
    cipher.init(false, keyAndVector);
    return cipher;
  }

  private static InputDecryptor decryptor(
      AlgorithmIdentifier algorithm, BufferedBlockCipher cipher) {
    return new InputDecryptor() {
      @Override
      public AlgorithmIdentifier getAlgorithmIdentifier() {
        return algorithm;
      }

      @Override
      public InputStream getInputStream(InputStream encrypted) {
        return new CipherInputStream(encrypted, cipher);
      }
    };
  }
}
