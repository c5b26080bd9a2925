package dev.akvvm.settings;

import java.util.Optional;

/**
 * A keystore for Java services and others, written beside the PEM files.
 *
 * @param type its format
 * @param password the secret that holds its password; empty for a keystore without one
 */
public record Keystore(Type type, Optional<SecretIdentifier> password) {
  /** Refuses what no program could read. */
  public Keystore {
    if (password.isEmpty() && !type.mayLackPassword()) {
      throw new IllegalArgumentException("a password is part of the format " + type);
    }
  }

  /** A keystore with a password. */
  public Keystore(Type type, SecretIdentifier password) {
    this(type, Optional.of(password));
  }

  /** The formats, by the ending of their files. */
  public enum Type {
    /** PKCS#12, which OpenSSL and .NET read too. */
    PKCS12("p12", true),
    /** The JDK's own old format, for programs that take no other. */
    JKS("jks", false);

    private final String extension;
    private final boolean mayLackPassword;

    Type(String extension, boolean mayLackPassword) {
      this.extension = extension;
      this.mayLackPassword = mayLackPassword;
    }

    /** What its files and links end in, without the dot. */
    public String extension() {
      return extension;
    }

    /** Whether there are keystores of it without a password. */
    public boolean mayLackPassword() {
      return mayLackPassword;
    }
  }
}
