package dev.akvvm.emulator;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Key pairs. RSA keys are slow to make, so a few per size are made as they are asked for and then
 * given out in turn; two bundles may share one, a bundle and its successor never do. EC keys are
 * always new.
 */
final class KeyPool {
  private static final int RSA_KEYS_PER_SIZE = 4;

  private final Map<KeyType, List<KeyPair>> rsa = new EnumMap<>(KeyType.class);
  private int turn;

  /** A key pair other than {@code not}. */
  synchronized KeyPair take(KeyType type, Optional<KeyPair> not) {
    if (!type.isRsa()) {
      return generate(type);
    }
    List<KeyPair> keys = rsa.computeIfAbsent(type, _ -> new ArrayList<>());
    if (keys.size() < RSA_KEYS_PER_SIZE) {
      KeyPair fresh = generate(type);
      keys.add(fresh);
      return fresh;
    }
    KeyPair candidate = next(keys);
    return not.isPresent() && not.get().equals(candidate) ? next(keys) : candidate;
  }

  private KeyPair next(List<KeyPair> keys) {
    turn = (turn + 1) % keys.size();
    return keys.get(turn);
  }

  private static KeyPair generate(KeyType type) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm());
      if (type.isRsa()) {
        generator.initialize(type.size());
      } else {
        generator.initialize(new ECGenParameterSpec(type.curve()));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make " + type.word() + " keys", e);
    }
  }
}
