package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SHA1Digest;

/**
 * Writes JKS as the JDK's sun.security.provider.JavaKeyStore reads it, because no library writes it
 * with a given salt and date.
 */
final class JksWriter {
  private static final int MAGIC = 0xfeedfeed;
  private static final int VERSION = 2;
  private static final int PRIVATE_KEY_ENTRY = 1;
  private static final byte[] WHITENER = "Mighty Aphrodite".getBytes(UTF_8);

  /** Sun's own encryption of a key: a stream of SHA-1 digests. */
  private static final ASN1ObjectIdentifier KEY_PROTECTOR =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.42.2.17.1.1");

  private final BundleKey key;
  private final Chain chain;
  private final String alias;
  private final byte[] password;
  private final DerivedSalt salts;

  JksWriter(BundleKey key, Chain chain, String alias, String password) {
    this.key = key;
    this.chain = chain;
    this.alias = alias.toLowerCase(Locale.ENGLISH);
    this.password = password.getBytes(UTF_16BE);
    this.salts = new DerivedSalt(key, chain, this.alias, password);
  }

  byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writeEntry(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written to", e);
    }
    bytes.writeBytes(sha1(password, WHITENER, bytes.toByteArray()));
    return bytes.toByteArray();
  }

  private void writeEntry(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeInt(1);
    out.writeInt(PRIVATE_KEY_ENTRY);
    out.writeUTF(alias);
    out.writeLong(chain.leaf().notBefore().toEpochMilli());
    writeSized(out, protectedKey());
    out.writeInt(chain.certificates().size());
    for (X509 certificate : chain.certificates()) {
      out.writeUTF("X.509");
      writeSized(out, certificate.encoded());
    }
  }

  private static void writeSized(DataOutputStream out, byte[] content) throws IOException {
    out.writeInt(content.length);
    out.write(content);
  }

  /** Salt, the key under the stream, and a digest of password and key. */
  private byte[] protectedKey() throws IOException {
    byte[] plain = key.encoded();
    byte[] salt = salts.of("jks key", 20);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(salt);
    byte[] stream = salt;
    for (int i = 0; i < plain.length; i++) {
      if (i % 20 == 0) {
        stream = sha1(password, stream);
      }
      content.write(plain[i] ^ stream[i % 20]);
    }
    content.writeBytes(sha1(password, plain));
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(KEY_PROTECTOR, DERNull.INSTANCE);
    return new EncryptedPrivateKeyInfo(algorithm, content.toByteArray())
        .getEncoded(ASN1Encoding.DER);
  }

  private static byte[] sha1(byte[]... parts) {
    SHA1Digest digest = new SHA1Digest();
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] result = new byte[digest.getDigestSize()];
    digest.doFinal(result, 0);
    return result;
  }
}
