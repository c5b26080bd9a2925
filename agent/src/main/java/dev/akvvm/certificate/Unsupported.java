package dev.akvvm.certificate;

import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/** Unsupported encryptions of PKCS#12 and PKCS#8, by the names programs give them. */
final class Unsupported {
  private static final Map<ASN1ObjectIdentifier, String> NAMES =
      Map.of(
          PKCSObjectIdentifiers.pbeWithMD2AndDES_CBC, "PBE-MD2-DES",
          PKCSObjectIdentifiers.pbeWithMD5AndDES_CBC, "PBE-MD5-DES",
          PKCSObjectIdentifiers.pbeWithSHA1AndDES_CBC, "PBE-SHA1-DES",
          PKCSObjectIdentifiers.pbeWithMD2AndRC2_CBC, "PBE-MD2-RC2-64",
          PKCSObjectIdentifiers.pbeWithMD5AndRC2_CBC, "PBE-MD5-RC2-64",
          PKCSObjectIdentifiers.pbeWithSHA1AndRC2_CBC, "PBE-SHA1-RC2-64",
          PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC4, "PBE-SHA1-RC4-128",
          PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC4, "PBE-SHA1-RC4-40");

  private Unsupported() {}

  static UnusableCertificateException encryption(ASN1ObjectIdentifier algorithm) {
    return new UnusableCertificateException(
        "its encryption "
            + NAMES.getOrDefault(algorithm, algorithm.getId())
            + " is not supported; export it again with AES-256");
  }
}
