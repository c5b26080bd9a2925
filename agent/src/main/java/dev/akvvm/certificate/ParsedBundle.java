package dev.akvvm.certificate;

import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** What was parsed, in its original order. */
record ParsedBundle(List<PrivateKeyInfo> keys, List<X509> certificates) {
  ParsedBundle {
    keys = List.copyOf(keys);
    certificates = List.copyOf(certificates);
  }

  @Override
  public String toString() {
    return "ParsedBundle[" + keys.size() + " keys, " + certificates.size() + " certificates]";
  }
}
