package dev.akvvm.emulator;

import java.util.Optional;

/**
 * One version of a secret.
 *
 * @param id 32 hexadecimal digits
 * @param certificate what the secret belongs to, when Key Vault manages it
 */
record SecretVersion(
    String name,
    String id,
    String value,
    Optional<String> contentType,
    SecretAttributes attributes,
    Optional<CertificateMint.Minted> certificate) {

  SecretVersion with(SecretAttributes other) {
    return new SecretVersion(name, id, value, contentType, other, certificate);
  }

  SecretVersion withContentType(Optional<String> other) {
    return new SecretVersion(name, id, value, other, attributes, certificate);
  }
}
