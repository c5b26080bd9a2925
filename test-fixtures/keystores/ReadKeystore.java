import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;

/**
 * Opens a keystore as services do, in whatever Java runs it: {@code ReadKeystore FILE TYPE
 * PASSWORD}, the password in base64, or - for null. Prints each entry.
 */
public final class ReadKeystore {
  private ReadKeystore() {}

  public static void main(String[] arguments) throws Exception {
    char[] password =
        arguments[2].equals("-")
            ? null
            : new String(Base64.getDecoder().decode(arguments[2]), StandardCharsets.UTF_8)
                .toCharArray();
    KeyStore store = KeyStore.getInstance(arguments[1]);
    try (InputStream in = new FileInputStream(arguments[0])) {
      store.load(in, password);
    }
    for (String alias : Collections.list(store.aliases())) {
      String key = store.getKey(alias, password).getAlgorithm();
      System.out.println(
          alias + " " + key + " chain of " + store.getCertificateChain(alias).length);
    }
  }
}
