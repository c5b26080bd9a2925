package dev.akvvm.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.settings.ObservedCertificate.Encoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * The value of a plain secret.
 *
 * @param text as the vault gave it; never shown
 */
public record SecretValue(String text) {
  /** In bytes, as a file: far above the 25 KB that a vault's secrets hold at most. */
  private static final int MOST = 1 << 20;

  /** The bytes it stands for: not one more, and not one less. */
  public byte[] bytes(Encoding encoding) throws UnusableSecretException {
    return checked(
        switch (encoding) {
          case RAW -> utf8();
          case BASE64 -> decoded();
        });
  }

  private static byte[] checked(byte[] bytes) throws UnusableSecretException {
    if (bytes.length > MOST) {
      throw new UnusableSecretException(
          "its value is larger than a megabyte, which no vault's is; is something else there?");
    }
    return bytes;
  }

  private byte[] utf8() throws UnusableSecretException {
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new UnusableSecretException(
          "its value holds half a character, which UTF-8 cannot; give the secret another value");
    }
  }

  /** Programs break lines of base64, each at another width. */
  private byte[] decoded() throws UnusableSecretException {
    try {
      return Base64.getDecoder().decode(text.replaceAll("[ \\t\\r\\n]", ""));
    } catch (IllegalArgumentException e) {
      throw new UnusableSecretException(
          "its value is not base64; store it in base64, or set encoding to raw");
    }
  }

  /**
   * One line of a file that systemd's {@code EnvironmentFile} and a shell's {@code .} read: the
   * variable gets exactly this value. In double quotes both take everything literally, line breaks
   * too, except for four characters; in single quotes older versions of systemd do not.
   *
   * @throws UnusableSecretException when no variable can have it
   */
  public byte[] asVariable(String name) throws UnusableSecretException {
    if (text.indexOf('\0') >= 0) {
      throw new UnusableSecretException(
          "its value holds a null character, which no variable can; observe it by a url of its"
              + " own");
    }
    String quoted = text.replaceAll("[\"\\\\$`]", "\\\\$0");
    return checked(new SecretValue(name + "=\"" + quoted + "\"\n").utf8());
  }

  @Override
  public String toString() {
    return "SecretValue";
  }
}
