package dev.akvvm.store;

import java.time.Instant;

/** A version that is one file: a plain secret, several as variables, or authorities. */
public final class SingleFile {
  /** The most it may hold, in bytes: all that is read back from a store. */
  public static final int MAX_BYTES = StoreFile.MAX_BYTES;

  private final String version;
  private final byte[] content;
  private final Instant notBefore;
  private final Instant notAfter;

  /**
   * A file of at most {@link #MAX_BYTES}.
   *
   * @param version 32 hex digits: those of its version in the vault, if it comes from one secret
   * @param content written byte for byte; may be secret, so never shown
   * @param notBefore the start of its validity; {@link Instant#EPOCH} if it has none
   * @param notAfter the end of its validity; {@link InstalledCertificate#NO_END} if it has none
   */
  public SingleFile(String version, byte[] content, Instant notBefore, Instant notAfter) {
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException("more than fits a file: " + content.length);
    }
    this.version = version;
    this.content = content.clone();
    this.notBefore = notBefore;
    this.notAfter = notAfter;
  }

  /** The version's name. */
  public String version() {
    return version;
  }

  byte[] content() {
    return content.clone();
  }

  Instant notBefore() {
    return notBefore;
  }

  Instant notAfter() {
    return notAfter;
  }

  @Override
  public String toString() {
    return "SingleFile[version=" + version + "]";
  }
}
