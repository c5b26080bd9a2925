package dev.akvvm.certificate;

import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** What a format held, in the order it held it. */
record BundleParts(List<PrivateKeyInfo> keys, List<X509> certificates) {
  BundleParts {
    keys = List.copyOf(keys);
    certificates = List.copyOf(certificates);
  }

  @Override
  public String toString() {
    return "BundleParts[" + keys.size() + " keys, " + certificates.size() + " certificates]";
  }
}
