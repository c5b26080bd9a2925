package dev.akvvm.certificate;

import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** A key pair made on the spot, encoded as its maker does it. */
record TestKey(PrivateKeyInfo secret, SubjectPublicKeyInfo open) {
  /** The kinds of key that a vault makes. */
  enum Kind {
    RSA_2048,
    RSA_3072,
    RSA_4096,
    P_256,
    P_256K,
    P_384,
    P_521;

    TestKey generate() {
      return switch (this) {
        case RSA_2048 -> rsa(2048);
        case RSA_3072 -> rsa(3072);
        case RSA_4096 -> rsa(4096);
        case P_256 -> ec(SECObjectIdentifiers.secp256r1);
        case P_256K -> ec(SECObjectIdentifiers.secp256k1);
        case P_384 -> ec(SECObjectIdentifiers.secp384r1);
        case P_521 -> ec(SECObjectIdentifiers.secp521r1);
      };
    }
  }

  boolean isRsa() {
    return secret
        .getPrivateKeyAlgorithm()
        .getAlgorithm()
        .equals(PKCSObjectIdentifiers.rsaEncryption);
  }

  /** By the JDK, which is several times faster at it. */
  private static TestKey rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      KeyPair pair = generator.generateKeyPair();
      return new TestKey(
          PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()),
          SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static TestKey ec(ASN1ObjectIdentifier curve) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(ECNamedDomainParameters.lookup(curve), new SecureRandom()));
    return of(generator.generateKeyPair());
  }

  private static TestKey of(AsymmetricCipherKeyPair pair) {
    try {
      return new TestKey(
          PrivateKeyInfo.getInstance(
              PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate()).getEncoded()),
          SubjectPublicKeyInfo.getInstance(
              SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
                  .getEncoded()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String pem() {
    try {
      return Sketch.pem("PRIVATE KEY", secret.getEncoded());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** PKCS#1 or SEC 1. */
  String traditionalPem() {
    return Sketch.pem(
        isRsa() ? "RSA PRIVATE KEY" : "EC PRIVATE KEY", secret.getPrivateKey().getOctets());
  }
}
