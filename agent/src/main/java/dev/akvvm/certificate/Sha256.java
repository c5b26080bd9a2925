package dev.akvvm.certificate;

import org.bouncycastle.crypto.digests.SHA256Digest;

/** SHA-256 in one call. */
final class Sha256 {
  private Sha256() {}

  static byte[] of(byte[] content) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(content, 0, content.length);
    byte[] result = new byte[digest.getDigestSize()];
    digest.doFinal(result, 0);
    return result;
  }
}
