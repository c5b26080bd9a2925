package dev.akvvm.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.certificate.CaBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.secret.SecretValue;
import dev.akvvm.secret.UnusableSecretException;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.store.SingleFile;
import dev.akvvm.vault.CertificateReader;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is installed as one file, and makes that file. */
final class SingleFiles {
  /** More would hide the version. */
  private static final int MOST_PARTS = 8;

  /** Of a version's digits, as many as tell it from another. */
  private static final int SHORT_VERSION = 8;

  private final CertificateReader reader;
  private final VaultReader vault;

  SingleFiles(CertificateReader reader, VaultReader vault) {
    this.reader = reader;
    this.vault = vault;
  }

  /**
   * A file, ready to be installed.
   *
   * @param parts what it consists of, in one line; empty if that goes without saying
   * @param note why it is not the newest, in one line; empty when it is
   */
  record Made(SingleFile file, Optional<String> parts, Optional<String> note) {
    Made(SingleFile file, Optional<String> parts) {
      this(file, parts, Optional.empty());
    }
  }

  /** There is no file, because of one secret. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private UnreadableException(Failure failure) {
      super(failure.reason());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  /**
   * Reads all that the file holds.
   *
   * @param now when the pass began
   * @throws UnreadableException if one of them cannot be read, or not be written as it should be: a
   *     file with some of its variables would be worse than the one from before
   */
  Made make(ObservedCertificate observed, Instant now) throws UnreadableException {
    return switch (observed.content()) {
      case Content.Certificate _ ->
          throw new IllegalArgumentException("a certificate with its key is not one file");
      case Content.CaBundle _ -> caBundle(observed, now);
      case Content.PlainSecret(Encoding encoding) -> plain(observed, encoding);
      case Content.EnvFile(var variables) -> envFile(observed, variables);
    };
  }

  private Made caBundle(ObservedCertificate observed, Instant now) throws UnreadableException {
    try {
      CertificateReader.Answer answer = reader.read(observed, now);
      Secret secret = answer.secret();
      CaBundle bundle = CaBundle.decode(secret.value());
      return new Made(
          new SingleFile(secret.version(), bundle.toPem(), bundle.notBefore(), bundle.notAfter()),
          Optional.of(
              bundle.size() == 1
                  ? bundle.firstToExpire()
                  : "%d certificates, first to expire: %s"
                      .formatted(bundle.size(), bundle.firstToExpire())),
          answer.note());
    } catch (VaultException e) {
      throw new UnreadableException(failure(e, observed, observed.vault()));
    } catch (UnusableCertificateException e) {
      throw new UnreadableException(
          Failure.needsOperator("the caBundle cannot be used: " + e.reason()));
    }
  }

  private Made plain(ObservedCertificate observed, Encoding encoding) throws UnreadableException {
    Secret secret = read(observed, observed.secret());
    byte[] content =
        checked(observed.secret(), () -> new SecretValue(secret.value()).bytes(encoding));
    return new Made(file(secret.version(), content, List.of(secret)), Optional.empty());
  }

  private Made envFile(ObservedCertificate observed, Map<String, SecretIdentifier> variables)
      throws UnreadableException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    List<Secret> secrets = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, SecretIdentifier> variable : variables.entrySet()) {
      SecretIdentifier wanted = variable.getValue();
      Secret secret = read(observed, wanted);
      SecretValue value = new SecretValue(secret.value());
      content.writeBytes(checked(wanted, () -> value.asVariable(variable.getKey())));
      if (content.size() > SingleFile.MAX_BYTES) {
        throw new UnreadableException(
            Failure.needsOperator(
                "the envFile would be larger than a megabyte, from the variable %s on; split it"
                    .formatted(variable.getKey())));
      }
      String path = wanted.vault().name() + "/" + wanted.name();
      secrets.add(secret);
      versions.add(variable.getKey() + "=" + path + "/" + secret.version());
      parts.add(path + " " + secret.version().substring(0, SHORT_VERSION));
    }
    return new Made(
        file(version(versions), content.toByteArray(), secrets), Optional.of(shortened(parts)));
  }

  private Secret read(ObservedCertificate observed, SecretIdentifier wanted)
      throws UnreadableException {
    try {
      return vault.read(wanted, observed.identity());
    } catch (VaultException e) {
      Failure failure = failure(e, observed, wanted.vault());
      throw new UnreadableException(failure.withReason(e.reasonFor(wanted)));
    }
  }

  private Failure failure(VaultException e, ObservedCertificate observed, Vault asked) {
    return Failure.of(e, asked, Source.ofTokens(vault.tokenSource(observed.identity())));
  }

  private interface Step {
    byte[] bytes() throws UnusableSecretException;
  }

  private static byte[] checked(SecretIdentifier wanted, Step step) throws UnreadableException {
    try {
      return step.bytes();
    } catch (UnusableSecretException e) {
      throw new UnreadableException(Failure.needsOperator(wanted + ": " + e.reason()));
    }
  }

  /** Valid while all of them are. */
  private static SingleFile file(String version, byte[] content, List<Secret> secrets) {
    return new SingleFile(
        version,
        content,
        secrets.stream()
            .flatMap(secret -> secret.notBefore().stream())
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH),
        secrets.stream()
            .flatMap(secret -> secret.expires().stream())
            .min(Comparator.naturalOrder())
            .orElse(InstalledCertificate.NO_END));
  }

  /** Another one whenever a variable, its secret or the version of that changes. */
  private static String version(List<String> sources) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(String.join("\n", sources).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String shortened(List<String> parts) {
    return String.join(", ", parts.subList(0, Math.min(parts.size(), MOST_PARTS)))
        + (parts.size() > MOST_PARTS ? ", ..." : "");
  }
}
