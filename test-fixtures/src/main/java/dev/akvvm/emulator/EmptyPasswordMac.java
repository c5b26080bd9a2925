package dev.akvvm.emulator;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.MacCalculator;
import org.bouncycastle.pkcs.PKCS12MacCalculatorBuilder;

/** The HMAC-SHA1 over a PKCS#12. */
final class EmptyPasswordMac implements PKCS12MacCalculatorBuilder {
  @Override
  public AlgorithmIdentifier getDigestAlgorithmIdentifier() {
    return new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1);
  }

  @Override
  public MacCalculator build(char[] unused) {
    return new Calculator();
  }

  private static final class Calculator implements MacCalculator {
    private final EmptyPassword password = new EmptyPassword();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, password.parameters());
    }

    @Override
    public OutputStream getOutputStream() {
      return data;
    }

    @Override
    public byte[] getMac() {
      HMac mac = new HMac(new SHA1Digest());
      mac.init(password.generator().generateDerivedMacParameters(160));
      byte[] bytes = data.toByteArray();
      mac.update(bytes, 0, bytes.length);
      byte[] result = new byte[mac.getMacSize()];
      mac.doFinal(result, 0);
      return result;
    }

    @Override
    public GenericKey getKey() {
      return new GenericKey(getAlgorithmIdentifier(), new byte[2]);
    }
  }
}
