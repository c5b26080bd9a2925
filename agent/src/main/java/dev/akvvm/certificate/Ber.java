package dev.akvvm.certificate;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Parses BER after checking its structure. Bouncy Castle parses recursively and creates an object
 * for every element; the check does neither, so input that is nested or split up excessively never
 * gets that far.
 */
final class Ber {
  /** A certificate has about 10 levels, a PKCS#12 with an envelope around each part about 20. */
  static final int MAX_DEPTH = 30;

  /** A secret of 25 KB, the most that Key Vault takes, has about 5,000 elements. */
  static final int MAX_ELEMENTS = 50_000;

  private static final int CONSTRUCTED = 0x20;
  private static final int LONG_TAG = 0x1f;
  private static final int INDEFINITE = -1;

  private final byte[] bytes;
  private final int[] ends = new int[MAX_DEPTH];
  private int depth;
  private int position;
  private int elements;

  private Ber(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The first element of these bytes; what follows it is ignored, because some programs pad.
   *
   * @throws EOFException when it is cut short
   * @throws IOException when it is not BER
   * @throws UnusableCertificateException when no honest certificate looks like this
   */
  static ASN1Primitive parse(byte[] bytes) throws IOException, UnusableCertificateException {
    return ASN1Primitive.fromByteArray(first(bytes));
  }

  /** The bytes of the first element, checked as {@link #parse} does. */
  static byte[] first(byte[] bytes) throws IOException, UnusableCertificateException {
    return Arrays.copyOf(bytes, new Ber(bytes).endOfFirst());
  }

  private int endOfFirst() throws IOException, UnusableCertificateException {
    do {
      step();
      while (depth > 0 && ends[depth - 1] == position) {
        depth--;
      }
    } while (depth > 0);
    return position;
  }

  private void step() throws IOException, UnusableCertificateException {
    if (++elements > MAX_ELEMENTS) {
      throw new UnusableCertificateException(
          "it consists of more than "
              + MAX_ELEMENTS
              + " parts, which no certificate does; import it again");
    }
    int tag = next();
    if (tag == 0) {
      endOfContents();
      return;
    }
    if ((tag & LONG_TAG) == LONG_TAG) {
      skipLongTag();
    }
    int length = length();
    boolean constructed = (tag & CONSTRUCTED) != 0;
    if (length == INDEFINITE && !constructed) {
      throw new IOException("a string without a length");
    }
    if (length > limit() - position) {
      throw tooLong(length);
    }
    if (constructed) {
      descend(length);
    } else {
      position += length;
    }
  }

  private void descend(int length) throws UnusableCertificateException {
    if (depth == MAX_DEPTH) {
      throw new UnusableCertificateException(
          "it is nested deeper than "
              + MAX_DEPTH
              + " levels, which no certificate is; import it again");
    }
    ends[depth++] = length == INDEFINITE ? INDEFINITE : position + length;
  }

  private void endOfContents() throws IOException {
    if (next() != 0 || depth == 0 || ends[depth - 1] != INDEFINITE) {
      throw new IOException("stray end of contents");
    }
    depth--;
  }

  private void skipLongTag() throws IOException {
    int read = 0;
    while ((next() & 0x80) != 0) {
      if (++read > 3) {
        throw new IOException("tag too long");
      }
    }
  }

  private int length() throws IOException {
    int first = next();
    if (first < 0x80) {
      return first;
    }
    if (first == 0x80) {
      return INDEFINITE;
    }
    long length = 0;
    for (int i = first & 0x7f; i > 0; i--) {
      length = length << 8 | next();
      if (length > Integer.MAX_VALUE) {
        throw new IOException("length too long");
      }
    }
    return (int) length;
  }

  /**
   * Only an element that exceeds all the bytes is cut short; one that exceeds its parent is not
   * BER.
   */
  private IOException tooLong(int length) {
    return length > bytes.length - position
        ? new EOFException("cut short")
        : new IOException("longer than its parent");
  }

  private int limit() {
    for (int i = depth - 1; i >= 0; i--) {
      if (ends[i] != INDEFINITE) {
        return ends[i];
      }
    }
    return bytes.length;
  }

  private int next() throws IOException {
    if (position >= limit()) {
      throw position >= bytes.length
          ? new EOFException("cut short")
          : new IOException("longer than its parent");
    }
    return bytes[position++] & 0xff;
  }
}
