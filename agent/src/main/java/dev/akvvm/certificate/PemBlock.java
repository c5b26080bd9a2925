package dev.akvvm.certificate;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of PEM (RFC 7468).
 *
 * @param label in upper case
 * @param encryption how headers (RFC 1421) say that the content is encrypted; empty if it is not
 * @param base64 the content, on one line
 */
record PemBlock(String label, Optional<TraditionalEncryption> encryption, String base64) {
  private static final Set<String> CERTIFICATES =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
  private static final Set<String> KEYS =
      Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /** The last of those headers. */
  private static final Pattern DEK_INFO =
      Pattern.compile("DEK-Info:\\s{0,9}([0-9A-Za-z-]{1,40}),\\s{0,9}(\\p{XDigit}{1,64})(?=\\s|$)");

  /** What is left between the lines of JSON and of programs, and never in base64. */
  private static final Pattern AROUND =
      Pattern.compile("[\\s\"',\\x00\\u00a0\\u200b\\ufeff\\-\\u2010-\\u2015\\u2212]+");

  /** The bytes it holds. */
  byte[] content() throws UnusableCertificateException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UnusableCertificateException("its PEM text is damaged; import it again");
    }
  }

  /** The same; empty if it is no base64, as blocks of other programs are. */
  Optional<byte[]> contentIfWhole() {
    try {
      return Optional.of(content());
    } catch (UnusableCertificateException e) {
      return Optional.empty();
    }
  }

  boolean isCertificate() {
    return CERTIFICATES.contains(label);
  }

  /** Whether it says that it holds a key that no password protects. */
  boolean isKey() {
    return KEYS.contains(label);
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
    Matcher header = DEK_INFO.matcher(body);
    Optional<TraditionalEncryption> encryption = Optional.empty();
    String content = body;
    if (header.find()) {
      encryption = Optional.of(new TraditionalEncryption(header.group(1), header.group(2)));
      content = body.substring(header.end());
    }
    StringBuilder base64 = new StringBuilder();
    content
        .lines()
        .filter(line -> !line.contains(":"))
        .forEach(line -> base64.append(AROUND.matcher(line).replaceAll("")));
    return new PemBlock(label.strip().toUpperCase(Locale.ROOT), encryption, base64.toString());
  }

  @Override
  public String toString() {
    return "PemBlock[" + label + "]";
  }
}
