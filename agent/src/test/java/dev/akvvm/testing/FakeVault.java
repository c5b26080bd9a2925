package dev.akvvm.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** One vault in memory; its certificates are self-signed and its faults are to order. */
public final class FakeVault implements VaultReader {
  private final Map<String, Secret> secrets = new HashMap<>();
  private final List<String> reads = new CopyOnWriteArrayList<>();
  private @Nullable Duration retryAfter;
  private int versions;

  /** Creates the certificate, or gives it a new version with a new key. */
  public void renew(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair pair = generator.generateKeyPair();
      Instant start = Instant.parse("2026-01-01T00:00:00Z");
      X500Name subject = new X500Name("CN=" + name);
      X509CertificateHolder certificate =
          new X509v3CertificateBuilder(
                  subject,
                  BigInteger.valueOf(++versions),
                  Date.from(start),
                  Date.from(start.plus(Duration.ofDays(90))),
                  subject,
                  SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      PrivateKeyInfo key = key(pair.getPrivate(), certificate.getSubjectPublicKeyInfo());
      secrets.put(name, new Secret("%032x".formatted(versions), pem(certificate, key)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As openssl writes it: the JDK leaves the public key out. */
  private static PrivateKeyInfo key(PrivateKey secret, SubjectPublicKeyInfo open)
      throws IOException {
    PrivateKeyInfo bare = PrivateKeyInfo.getInstance(secret.getEncoded());
    BigInteger number = ECPrivateKey.getInstance(bare.parsePrivateKey()).getKey();
    return new PrivateKeyInfo(
        bare.getPrivateKeyAlgorithm(),
        new ECPrivateKey(256, number, open.getPublicKeyData(), null));
  }

  private static String pem(X509CertificateHolder certificate, PrivateKeyInfo key)
      throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
      writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
    }
    return text.toString();
  }

  /** Makes the current version something that is no certificate. */
  public void breakValue(String name) {
    secrets.put(name, new Secret("%032x".formatted(++versions), "hunter2"));
  }

  /** From now on, answers only that it is asked too often. */
  public void throttle(Duration until) {
    retryAfter = until;
  }

  /** The names asked for, oldest first; may be cleared. */
  public List<String> reads() {
    return reads;
  }

  /** What the current version should look like on disk. */
  public String pem(String name) {
    Secret secret = secrets.get(name);
    return secret == null ? "" : new String(secret.value().getBytes(US_ASCII), US_ASCII);
  }

  @Override
  public Secret read(SecretIdentifier wanted, Optional<UserAssignedIdentity> identity)
      throws VaultException {
    String name = wanted.name();
    reads.add(name);
    if (retryAfter != null) {
      throw new VaultException.Throttled("too many requests", Optional.of(retryAfter));
    }
    Secret secret = secrets.get(name);
    if (secret == null) {
      throw new VaultException.NotFound("no such certificate: " + name);
    }
    return secret;
  }
}
