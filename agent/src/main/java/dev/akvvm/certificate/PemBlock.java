package dev.akvvm.certificate;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * One block of PEM (RFC 7468).
 *
 * @param encrypted whether headers (RFC 1421) say that the content is encrypted
 * @param base64 the content, on one line
 */
record PemBlock(String label, boolean encrypted, String base64) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /** Whether it holds a certificate, by one of the labels that openssl has for them. */
  boolean isCertificate() {
    return Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE").contains(label);
  }

  /** The bytes it holds. */
  byte[] content() throws UnusableCertificateException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UnusableCertificateException("its PEM text is damaged; import it again");
    }
  }

  static boolean isIn(String text) {
    return text.contains(BEGIN);
  }

  /**
   * All blocks of a text; what is between them is ignored.
   *
   * @throws UnusableCertificateException when one does not end
   */
  static List<PemBlock> all(String text) throws UnusableCertificateException {
    List<PemBlock> blocks = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int label = begin + BEGIN.length();
      int content = text.indexOf(DASHES, label);
      int end = content < 0 ? -1 : text.indexOf("-----END ", content + DASHES.length());
      int next = text.indexOf(BEGIN, label);
      if (end < 0 || (next >= 0 && next < end)) {
        throw new UnusableCertificateException(
            "its PEM text is cut short; import it again, all of it");
      }
      blocks.add(
          block(text.substring(label, content), text.substring(content + DASHES.length(), end)));
      begin = text.indexOf(BEGIN, end);
    }
    return blocks;
  }

  private static PemBlock block(String label, String body) {
    StringBuilder base64 = new StringBuilder();
    boolean encrypted = false;
    for (String line : body.lines().toList()) {
      if (line.contains(":")) {
        encrypted |= line.contains("ENCRYPTED");
      } else {
        base64.append(line.replaceAll("\\s", ""));
      }
    }
    return new PemBlock(label, encrypted, base64.toString());
  }

  @Override
  public String toString() {
    return "PemBlock[" + label + "]";
  }
}
