package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;

/**
 * The passwords that may open a value, in all encodings that occur. What has opened one part is
 * tried first on the next, because the attempts share the rounds of key derivation that a value may
 * cost.
 */
final class Passwords {
  private final Bounds bounds = new Bounds();
  private final Optional<String> own;
  private final Optional<BundlePassword> given;

  /** As the schemes of PKCS#12 take them: two bytes a character, and a terminator. */
  private final List<byte[]> wide = new ArrayList<>();

  /** As PBES2 and openssl take them. */
  private final List<byte[]> narrow = new ArrayList<>();

  /**
   * All that are known.
   *
   * @param own the one that came with the value
   * @param given the one that the settings name
   */
  Passwords(Optional<String> own, Optional<BundlePassword> given) {
    this.own = own;
    this.given = given;
    own.ifPresent(this::add);
    given.map(BundlePassword::value).ifPresent(this::add);
    // Programs disagree on whether the empty password has a terminator.
    wide.add(new byte[2]);
    wide.add(new byte[0]);
    narrow.add(new byte[0]);
  }

  private void add(String password) {
    byte[] utf8 = password.getBytes(UTF_8);
    wide.add(terminated(password));
    narrow.add(utf8);
    if (utf8.length != password.length()) {
      // openssl in another character set; Java since it takes more than ASCII.
      wide.add(terminated(new String(utf8, ISO_8859_1)));
      byte[] sevenBits = utf8.clone();
      for (int i = 0; i < sevenBits.length; i++) {
        sevenBits[i] &= 0x7f;
      }
      wide.add(terminated(new String(sevenBits, ISO_8859_1)));
      narrow.add(password.getBytes(ISO_8859_1));
    }
    // As RFC 7292 can be read, too.
    narrow.add(terminated(password));
  }

  private static byte[] terminated(String password) {
    return (password + "\0").getBytes(UTF_16BE);
  }

  /**
   * The sequence that was encrypted.
   *
   * @throws WrongPasswordException when no password gives one
   * @throws UnusableCertificateException when the encryption is unknown or costs too much
   */
  ASN1Primitive decrypt(AlgorithmIdentifier algorithm, byte[] encrypted)
      throws IOException, UnusableCertificateException {
    ASN1ObjectIdentifier scheme = algorithm.getAlgorithm();
    if (scheme.equals(PKCSObjectIdentifiers.id_PBES2)) {
      PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
      return first(
          narrow,
          password -> sequence(decrypted(Pbes2.cipher(parameters, password, bounds), encrypted)));
    }
    Pkcs12Scheme old = Pkcs12Scheme.of(scheme);
    return first(
        wide,
        password ->
            sequence(
                decrypted(old.cipher(algorithm.getParameters(), password, bounds), encrypted)));
  }

  /** The key in a block of PEM. */
  byte[] decrypt(TraditionalEncryption encryption, byte[] encrypted)
      throws UnusableCertificateException {
    try {
      return first(
          narrow,
          password -> {
            byte[] plain = encryption.decrypt(encrypted, password);
            sequence(plain);
            return plain;
          });
    } catch (IOException | RuntimeException e) {
      throw wrong("its private key");
    }
  }

  /**
   * No password opens it.
   *
   * @param what it is
   */
  PasswordNeededException wrong(String what) {
    String problem = what + " is protected by a password";
    if (given.isPresent()) {
      return new PasswordNeededException(
          problem
              + ", and the one in "
              + given.get().source()
              + " does not open it; store the right one there, or correct passwordUrl");
    }
    if (own.isPresent()) {
      return new PasswordNeededException(
          problem
              + ", and the one beside it in its JSON does not open it; set passwordUrl to the URL"
              + " of the secret that holds the right one");
    }
    return new PasswordNeededException(
        problem
            + "; set passwordUrl to the URL of the secret that holds it, or import it without a"
            + " password");
  }

  private interface Attempt<T> {
    T with(byte[] password) throws IOException, UnusableCertificateException;
  }

  private static <T> T first(List<byte[]> passwords, Attempt<T> attempt)
      throws IOException, UnusableCertificateException {
    for (byte[] password : List.copyOf(passwords)) {
      try {
        T content = attempt.with(password);
        passwords.remove(password);
        passwords.addFirst(password);
        return content;
      } catch (WrongPasswordException e) {
        // Then it is another.
      }
    }
    throw new WrongPasswordException();
  }

  static BufferedBlockCipher cbc(BlockCipher engine, CipherParameters keyAndVector) {
    BufferedBlockCipher cipher = new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(engine));
    cipher.init(false, keyAndVector);
    return cipher;
  }

  static byte[] decrypted(BufferedBlockCipher cipher, byte[] encrypted)
      throws WrongPasswordException {
    byte[] plain = new byte[cipher.getOutputSize(encrypted.length)];
    try {
      int length = cipher.processBytes(encrypted, 0, encrypted.length, plain, 0);
      length += cipher.doFinal(plain, length);
      return Arrays.copyOf(plain, length);
    } catch (InvalidCipherTextException | RuntimeException e) {
      throw new WrongPasswordException();
    }
  }

  /** Exactly one sequence: now and then the noise of a wrong key ends like padding. */
  private static ASN1Primitive sequence(byte[] plain)
      throws WrongPasswordException, UnusableCertificateException {
    try {
      ASN1Primitive content = Ber.parse(plain);
      if (content instanceof ASN1Sequence && Ber.first(plain).length == plain.length) {
        return content;
      }
    } catch (IOException | RuntimeException e) {
      // Noise, too.
    }
    throw new WrongPasswordException();
  }
}
