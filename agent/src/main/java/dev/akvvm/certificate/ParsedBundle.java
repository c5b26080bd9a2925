package dev.akvvm.certificate;

import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * What was parsed, in its original order.
 *
 * @param others what else was there, by its kind
 */
record ParsedBundle(List<PrivateKeyInfo> keys, List<X509> certificates, Set<DerKind> others) {
  ParsedBundle {
    keys = List.copyOf(keys);
    certificates = List.copyOf(certificates);
    others = Set.copyOf(others);
  }

  @Override
  public String toString() {
    return "ParsedBundle[" + keys.size() + " keys, " + certificates.size() + " certificates]";
  }
}
