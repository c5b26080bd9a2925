package dev.akvvm.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.SecretVersion;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
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
  private final Map<String, List<Secret>> secrets = new HashMap<>();
  private final Map<String, SecretVersion> properties = new HashMap<>();
  private final List<String> reads = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
  private final Map<Vault, Duration> pauses = new ConcurrentHashMap<>();
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private boolean listsDenied;
  private @Nullable Duration retryAfter;
  private Instant validFrom = Instant.parse("2026-01-01T00:00:00Z");
  private Instant validUntil = validFrom.plus(Duration.ofDays(90));
  private List<String> dnsNames = List.of();
  private String keyAlgorithm = "EC";
  private int keyBits = 256;
  private Consumer<String> onRead = _ -> {};
  private int versions;

  /** From now on, certificates are created with this validity. */
  public void setValidity(Instant from, Instant until) {
    validFrom = from;
    validUntil = until;
  }

  /** From now on, certificates are created for these names. */
  public void setDnsNames(String... names) {
    dnsNames = List.of(names);
  }

  /** From now on, certificates are created with keys of this kind; they begin with P-256. */
  public void setKeys(String algorithm, int bits) {
    keyAlgorithm = algorithm;
    keyBits = bits;
  }

  /** Creates the certificate, or gives it a new version with a new key; returns the version. */
  public String renew(String name) {
    renew(name, "CN=" + name, false);
    return version(name);
  }

  private String version(String name) {
    return Objects.requireNonNull(newest(name)).version();
  }

  /** The same, issued by somebody who is not in it, while an authority further up is. */
  public void renewWithGap(String name) {
    renew(name, "CN=missing", true);
  }

  /** The same, with the authority that issued it. */
  public void renewWithIssuer(String name) {
    renew(name, "CN=root", true);
  }

  /** Gives the certificate a new version that is a PKCS#12 with this password. */
  public void renewProtected(String name, String password) {
    renew(name);
    try {
      byte[] pkcs12 = CertificateBundle.decode(pem(name)).toPkcs12(name, password);
      setSecret(name, Base64.getEncoder().encodeToString(pkcs12));
    } catch (UnusableCertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An authority's certificate, without its key. */
  public String authorityPem() {
    try {
      KeyPair root = keyPair("EC", 256);
      return pem(certificate("CN=root", "CN=root", root, root));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void renew(String name, String issuer, boolean hasRoot) {
    try {
      KeyPair pair = keyPair(keyAlgorithm, keyBits);
      KeyPair root = hasRoot ? keyPair("EC", 256) : pair;
      StringBuilder value = new StringBuilder(pem(certificate("CN=" + name, issuer, pair, root)));
      if (hasRoot) {
        value.append(pem(certificate("CN=root", "CN=root", root, root)));
      }
      value.append(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      setSecret(name, value.toString());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keyPair(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private X509CertificateHolder certificate(
      String subject, String issuer, KeyPair pair, KeyPair signer)
      throws OperatorCreationException, IOException {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name(issuer),
            BigInteger.valueOf(++versions),
            Date.from(validFrom),
            Date.from(validUntil),
            new X500Name(subject),
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    builder.addExtension(
        Extension.basicConstraints, true, new BasicConstraints(subject.equals("CN=root")));
    if (!dnsNames.isEmpty() && !subject.equals("CN=root")) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              dnsNames.stream()
                  .map(name -> new GeneralName(GeneralName.dNSName, name))
                  .toArray(GeneralName[]::new)));
    }
    String algorithm =
        signer.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    return builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()));
  }

  private static String pem(X509CertificateHolder certificate) throws IOException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String type, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    return text.toString();
  }

  /** Gives any secret a new version. */
  public void setSecret(String name, String value) {
    Secret secret = new Secret("%032x".formatted(++versions), value);
    secrets.computeIfAbsent(name, _ -> new ArrayList<>()).add(secret);
    properties.put(
        secret.version(),
        new SecretVersion(
            secret.version(),
            true,
            Instant.ofEpochSecond(versions),
            Optional.of(validFrom),
            Optional.of(validUntil)));
  }

  /** Calls the newest version so. */
  public void nameVersion(String name, String version) {
    List<Secret> all = secrets.getOrDefault(name, List.of());
    all.set(all.size() - 1, new Secret(version, all.getLast().value()));
  }

  private @Nullable Secret newest(String name) {
    List<Secret> all = secrets.getOrDefault(name, List.of());
    return all.isEmpty() ? null : all.getLast();
  }

  /** Says until when the current version of a secret is valid. */
  public void expire(String name, Instant time) {
    secrets
        .getOrDefault(name, List.of())
        .replaceAll(
            secret ->
                new Secret(secret.version(), secret.value(), Optional.empty(), Optional.of(time)));
  }

  /** Removes a secret. */
  public void remove(String name) {
    secrets.remove(name);
  }

  /** Makes the current version something that is not a certificate. */
  public void breakValue(String name) {
    setSecret(name, "hunter2");
  }

  /** From now on, answers only that it is asked too often. */
  public void throttle(Duration until) {
    retryAfter = until;
  }

  /** From now on, this vault alone answers so. */
  public void throttle(Vault vault, Duration until) {
    pauses.put(vault, until);
  }

  /** From now on there is no way here, or there is again. */
  public void cut(boolean away) {
    cut = away;
  }

  /** From now on this secret is disabled. */
  public void disable(String name) {
    disabled.add(name);
  }

  /** From now on this version is disabled. */
  public void disable(String name, String version) {
    properties.computeIfPresent(
        version,
        (_, old) ->
            new SecretVersion(version, false, old.created(), old.notBefore(), old.expires()));
    if (version.equals(version(name))) {
      disable(name);
    }
  }

  /** From now on versions may not be listed. */
  public void denyLists() {
    listsDenied = true;
  }

  /** From now on this is done with the name of each secret that is asked for, before the answer. */
  public void onRead(Consumer<String> action) {
    onRead = action;
  }

  /** Whoever asks for this secret waits until the latch opens. */
  public CountDownLatch hang(String name) {
    return hanging.computeIfAbsent(name, _ -> new CountDownLatch(1));
  }

  /** The names asked for, oldest first; may be cleared. */
  public List<String> reads() {
    return reads;
  }

  /** The value of the current version. */
  public String value(String name) {
    return Objects.requireNonNull(newest(name)).value();
  }

  /** What the current version should look like on disk. */
  public String pem(String name) throws UnusableCertificateException {
    Secret secret = newest(name);
    return secret == null
        ? ""
        : new String(CertificateBundle.decode(secret.value()).toPem(), US_ASCII);
  }

  private void await(String name) {
    CountDownLatch latch = hanging.get(name);
    try {
      if (latch != null) {
        latch.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Secret read(SecretIdentifier wanted, Optional<UserAssignedIdentity> identity)
      throws VaultException {
    String name = wanted.name();
    reads.add(name);
    onRead.accept(name);
    if (retryAfter != null) {
      throw new VaultException.Throttled("too many requests", Optional.of(retryAfter));
    }
    await(name);
    Duration pause = pauses.get(wanted.vault());
    if (pause != null) {
      throw new VaultException.Throttled("too many requests", Optional.of(pause));
    }
    if (cut) {
      throw new VaultException.Unreachable("no way to " + wanted.vault());
    }
    if (wanted.version().isEmpty() && disabled.contains(name)) {
      throw new VaultException.Disabled(name + " is disabled");
    }
    return secrets.getOrDefault(name, List.of()).stream()
        .filter(each -> each.version().equals(wanted.version().orElse(each.version())))
        .reduce((_, later) -> later)
        .orElseThrow(() -> new VaultException.NotFound("no such certificate: " + name));
  }

  @Override
  public String tokenSource(Optional<UserAssignedIdentity> identity) {
    return "an endpoint";
  }

  @Override
  public List<SecretVersion> versions(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) throws VaultException {
    if (listsDenied) {
      throw new VaultException.Denied("no permission to list");
    }
    return secrets.getOrDefault(secret.name(), List.of()).stream()
        .map(each -> Objects.requireNonNull(properties.get(each.version())))
        .toList();
  }
}
