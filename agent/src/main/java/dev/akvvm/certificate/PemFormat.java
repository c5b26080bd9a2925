package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** PEM: any order, any text between the blocks. */
final class PemFormat {
  private PemFormat() {}

  static void read(String text, BundleParts parts, Passwords passwords)
      throws UnusableCertificateException {
    for (PemBlock block : PemBlock.all(text)) {
      read(block, parts, passwords);
    }
  }

  /** The certificates alone: a key is not even looked at. */
  static void readCertificates(String text, BundleParts parts) throws UnusableCertificateException {
    for (PemBlock block : PemBlock.all(text)) {
      if (block.isCertificate()) {
        parts.add(X509.parse(block.content()));
      }
    }
  }

  private static void read(PemBlock block, BundleParts parts, Passwords passwords)
      throws UnusableCertificateException {
    if (block.isCertificate()) {
      add(block, DerKind.CERTIFICATE, parts, passwords);
    } else if (block.isKey() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
      add(block, DerKind.PRIVATE_KEY, parts, passwords);
    } else if (block.label().equals("OPENSSH PRIVATE KEY")) {
      throw NotACertificate.openSshKey();
    } else if (block.label().equals("DSA PRIVATE KEY")) {
      throw BundleKey.unsupported("DSA");
    } else {
      addIfKnown(block, parts, passwords);
    }
  }

  /**
   * The same, only as any program would read it: no password, and no label that lies.
   *
   * @return false for a block that is neither certificate nor key
   */
  static boolean readPlain(PemBlock block, BundleParts parts) throws UnusableCertificateException {
    if (block.isCertificate()) {
      parts.add(X509.parse(block.content()));
    } else if (block.isKey()) {
      parts.add(BinaryFormat.key(block.content()));
    }
    return block.isCertificate() || block.isKey();
  }

  /**
   * What a block holds counts, not its label: certutil writes PKCS#12 below {@code CERTIFICATE},
   * for instance. The label tells what is damaged.
   */
  private static void add(PemBlock block, DerKind labelled, BundleParts parts, Passwords passwords)
      throws UnusableCertificateException {
    byte[] content = block.content();
    if (block.encryption().isPresent()) {
      content = passwords.decrypt(block.encryption().get(), content);
    }
    DerKind kind = DerKind.of(content);
    boolean isKnown = BinaryFormat.add(kind, content, parts, passwords);
    if (!isKnown) {
      BinaryFormat.add(labelled, content, parts, passwords);
    }
  }

  /**
   * A block with another label: a misspelled one, or parameters, requests and the like, which are
   * not needed.
   */
  private static void addIfKnown(PemBlock block, BundleParts parts, Passwords passwords)
      throws UnusableCertificateException {
    Optional<byte[]> content = block.contentIfWhole();
    if (content.isPresent()) {
      DerKind kind = DerKind.of(content.get());
      parts.note(kind);
      BinaryFormat.add(kind, content.get(), parts, passwords);
    }
  }

  static byte[] certificates(List<X509> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509 certificate : certificates) {
      append(text, "CERTIFICATE", certificate.encoded());
    }
    return text.toString().getBytes(US_ASCII);
  }

  static byte[] key(BundleKey key) {
    StringBuilder text = new StringBuilder();
    append(text, "PRIVATE KEY", key.encoded());
    return text.toString().getBytes(US_ASCII);
  }

  private static void append(StringBuilder text, String label, byte[] content) {
    text.append("-----BEGIN ").append(label).append("-----\n");
    text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
    text.append("\n-----END ").append(label).append("-----\n");
  }
}
