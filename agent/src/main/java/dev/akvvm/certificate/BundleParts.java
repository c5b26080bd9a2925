package dev.akvvm.certificate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** Collects the parts of a value while it is parsed, and stops at what no honest value has. */
final class BundleParts {
  private final List<PrivateKeyInfo> keys = new ArrayList<>();
  private final List<X509> certificates = new ArrayList<>();
  private final Set<DerKind> others = EnumSet.noneOf(DerKind.class);

  void add(PrivateKeyInfo key) throws UnusableCertificateException {
    keys.add(key);
    Bounds.checkKeys(keys.size());
  }

  void add(X509 certificate) throws UnusableCertificateException {
    certificates.add(certificate);
    Bounds.checkCertificates(certificates.size());
  }

  /** Notes that there was something else, for a message. */
  void note(DerKind kind) {
    others.add(kind);
  }

  ParsedBundle all() {
    return new ParsedBundle(keys, certificates, others);
  }
}
