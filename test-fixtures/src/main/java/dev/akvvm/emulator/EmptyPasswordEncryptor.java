package dev.akvvm.emulator;

import java.io.OutputStream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.io.CipherOutputStream;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.OutputEncryptor;

/** Encrypts one part of a PKCS#12 with pbeWithSHAAnd3-KeyTripleDES-CBC. */
final class EmptyPasswordEncryptor implements OutputEncryptor {
  private final EmptyPassword password = new EmptyPassword();

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, password.parameters());
  }

  @Override
  public OutputStream getOutputStream(OutputStream out) {
    PaddedBufferedBlockCipher cipher =
        new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(new DESedeEngine()));
    cipher.init(true, password.generator().generateDerivedParameters(192, 64));
    return new CipherOutputStream(out, cipher);
  }

  @Override
  public GenericKey getKey() {
    return new GenericKey(getAlgorithmIdentifier(), new byte[2]);
  }
}
