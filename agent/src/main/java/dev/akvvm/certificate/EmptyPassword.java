package dev.akvvm.certificate;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;

/**
 * Decrypts the parts of a PKCS#12 that has the empty password, with Bouncy Castle's engines: its
 * JCE provider refuses that password for PBES2, and takes a tenth of a second to load.
 */
final class EmptyPassword {
  /** The empty password as the older schemes encode it: one BMP character, the terminator. */
  static final EmptyPassword TERMINATED = new EmptyPassword(new byte[] {0, 0});

  /** The same, as some programs write it: nothing at all. */
  static final EmptyPassword MISSING = new EmptyPassword(new byte[0]);

  private final byte[] password;

  private EmptyPassword(byte[] password) {
    this.password = password;
  }

  /**
   * The sequence that was encrypted.
   *
   * @throws WrongPasswordException when this encoding of the empty password does not give one
   * @throws UnusableCertificateException when no encoding does, or the encryption is unknown or
   *     costs too much
   */
  ASN1Primitive decrypt(AlgorithmIdentifier algorithm, byte[] encrypted, Bounds bounds)
      throws IOException, UnusableCertificateException {
    BufferedBlockCipher cipher = cipher(algorithm, bounds);
    byte[] plain = new byte[cipher.getOutputSize(encrypted.length)];
    try {
      int length = cipher.processBytes(encrypted, 0, encrypted.length, plain, 0);
      length += cipher.doFinal(plain, length);
      return sequence(Arrays.copyOf(plain, length));
    } catch (InvalidCipherTextException | IOException | RuntimeException e) {
      if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        throw protectedByPassword();
      }
      throw new WrongPasswordException(e);
    }
  }

  /** Exactly one sequence: now and then the noise of a wrong key ends like padding. */
  private static ASN1Primitive sequence(byte[] plain)
      throws IOException, UnusableCertificateException {
    ASN1Primitive content = Ber.parse(plain);
    if (!(content instanceof ASN1Sequence) || Ber.first(plain).length != plain.length) {
      throw new IOException("noise");
    }
    return content;
  }

  static UnusableCertificateException protectedByPassword() {
    return new UnusableCertificateException(
        "its PKCS#12 does not open with the empty password; import it without a password");
  }

  private BufferedBlockCipher cipher(AlgorithmIdentifier algorithm, Bounds bounds)
      throws UnusableCertificateException {
    ASN1ObjectIdentifier scheme = algorithm.getAlgorithm();
    if (scheme.equals(PKCSObjectIdentifiers.id_PBES2)) {
      return Pbes2.cipher(PBES2Parameters.getInstance(algorithm.getParameters()), bounds);
    }
    if (scheme.equals(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)) {
      return pkcs12(new DESedeEngine(), 192, algorithm, bounds);
    }
    if (scheme.equals(PKCSObjectIdentifiers.pbeWithSHAAnd2_KeyTripleDES_CBC)) {
      return pkcs12(new DESedeEngine(), 128, algorithm, bounds);
    }
    if (scheme.equals(PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC)) {
      return pkcs12(new RC2Engine(), 128, algorithm, bounds);
    }
    if (scheme.equals(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC)) {
      return pkcs12(new RC2Engine(), 40, algorithm, bounds);
    }
    throw Unsupported.encryption(scheme);
  }

  private BufferedBlockCipher pkcs12(
      BlockCipher engine, int keyBits, AlgorithmIdentifier algorithm, Bounds bounds)
      throws UnusableCertificateException {
    PKCS12PBEParams parameters = PKCS12PBEParams.getInstance(algorithm.getParameters());
    bounds.spend(parameters.getIterations());
    PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
    generator.init(password, parameters.getIV(), parameters.getIterations().intValueExact());
    return cbc(engine, generator.generateDerivedParameters(keyBits, engine.getBlockSize() * 8));
  }

  static BufferedBlockCipher cbc(BlockCipher engine, CipherParameters keyAndVector) {
    BufferedBlockCipher cipher = new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(engine));
    cipher.init(false, keyAndVector);
    return cipher;
  }
}
