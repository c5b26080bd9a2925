import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Writes PKCS#12 files with the JDK's own keystore, which keytool refuses to do without a password. Run as
 * {@code java JdkKeystores.java RSA|EC KEY.der CHAIN.pem OUT-PREFIX}; the result is {@code OUT-PREFIX-ALGORITHM-PASSWORD.p12}.
 */
final class JdkKeystores {
  private static final List<String> ALGORITHMS =
      List.of(
          "PBEWithSHA1AndDESede",
          "PBEWithSHA1AndRC2_40",
          "PBEWithSHA1AndRC2_128",
          "PBEWithHmacSHA1AndAES_128",
          "PBEWithHmacSHA224AndAES_256",
          "PBEWithHmacSHA256AndAES_256",
          "PBEWithHmacSHA384AndAES_128",
          "PBEWithHmacSHA512AndAES_256");

  public static void main(String[] arguments) throws Exception {
    PrivateKey key =
        KeyFactory.getInstance(arguments[0])
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of(arguments[1]))));
    Certificate[] chain;
    try (var in = Files.newInputStream(Path.of(arguments[2]))) {
      chain = CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(Certificate[]::new);
    }
    for (String algorithm : ALGORITHMS) {
      System.setProperty("keystore.pkcs12.keyProtectionAlgorithm", algorithm);
      System.setProperty("keystore.pkcs12.certProtectionAlgorithm", algorithm);
      // The JDK takes a single zero for "no password at all", which other programs write as such.
      write(key, chain, new char[0], arguments[3] + "-" + algorithm + "-empty.p12");
      write(key, chain, new char[] {0}, arguments[3] + "-" + algorithm + "-missing.p12");
    }
  }

  private static void write(PrivateKey key, Certificate[] chain, char[] password, String file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("jdk", key, password, chain);
    try (var out = Files.newOutputStream(Path.of(file))) {
      store.store(out, password);
    }
  }
}
