package dev.akvvm.certificate;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x500.X500Name;

/** Distinguished names: compared within bounds, shown on one line. */
final class DistinguishedNames {
  /** In bytes: comparing by the rules of RFC 5280 takes time quadratic in the length. */
  private static final int MAX_COMPARED = 2048;

  private static final int MAX_SHOWN = 200;

  private DistinguishedNames() {}

  static boolean same(X500Name one, X500Name other) {
    byte[] first = encoded(one);
    byte[] second = encoded(other);
    return Arrays.equals(first, second)
        || (first.length <= MAX_COMPARED && second.length <= MAX_COMPARED && alike(one, other));
  }

  /** Bouncy Castle parses a name only now, so only now does it notice that it is damaged. */
  private static boolean alike(X500Name one, X500Name other) {
    try {
      return one.equals(other);
    } catch (RuntimeException e) {
      return false;
    }
  }

  static String show(X500Name name) {
    String line = text(name).replaceAll("\\p{Cntrl}", "?");
    return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "..." : line;
  }

  private static String text(X500Name name) {
    try {
      return encoded(name).length > MAX_COMPARED ? "a very long name" : name.toString();
    } catch (RuntimeException e) {
      return "a damaged name";
    }
  }

  private static byte[] encoded(X500Name name) {
    try {
      return name.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a name that was parsed can be encoded", e);
    }
  }
}
