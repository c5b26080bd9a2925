package dev.akvvm.emulator;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The keys that Key Vault makes for certificates and gives out. */
public enum KeyType {
  RSA_2048("RSA-2048", "RSA", 2048, ""),
  RSA_3072("RSA-3072", "RSA", 3072, ""),
  RSA_4096("RSA-4096", "RSA", 4096, ""),
  P_256("P-256", "EC", 256, "secp256r1"),
  P_384("P-384", "EC", 384, "secp384r1"),
  P_521("P-521", "EC", 521, "secp521r1");

  private final String word;
  private final String algorithm;
  private final int size;
  private final String curve;

  KeyType(String word, String algorithm, int size, String curve) {
    this.word = word;
    this.algorithm = algorithm;
    this.size = size;
    this.curve = curve;
  }

  /** The type with this name of the control API, as {@code RSA-2048} or {@code P-256}. */
  static KeyType of(String word) {
    return Arrays.stream(values())
        .filter(type -> type.word.equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "keyType must be one of %s, not %s"
                        .formatted(
                            Arrays.stream(values())
                                .map(KeyType::word)
                                .collect(Collectors.joining(", ")),
                            word)));
  }

  String word() {
    return word;
  }

  /** {@code RSA} or {@code EC}: the JCA's name and Key Vault's {@code kty}. */
  String algorithm() {
    return algorithm;
  }

  boolean isRsa() {
    return algorithm.equals("RSA");
  }

  /** In bits. */
  int size() {
    return size;
  }

  /** The JCA's name of the curve, empty for RSA. */
  String curve() {
    return curve;
  }
}
