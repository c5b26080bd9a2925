package dev.akvvm.emulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A key vault, seen by its administrator. Names are those of Key Vault: 1 to 127 letters, digits
 * and hyphens, whatever their case. Every method but {@link #name} throws NoSuchElementException
 * for what the vault does not have and IllegalArgumentException for what Key Vault would not
 * accept.
 */
public final class Vault {
  private final String name;
  private final CertificateMint mint;
  private final SecretStore store;
  private final Map<String, Denial> denials = new HashMap<>();
  private final Set<String> pending = new HashSet<>();
  private Optional<Denial> denialOfAll = Optional.empty();
  private Optional<Denial> denialOfLists = Optional.empty();
  private boolean secretsOnly;
  private Optional<String> challenge = Optional.empty();

  Vault(String name, CertificateMint mint, SecretStore store) {
    this.name = name;
    this.mint = mint;
    this.store = store;
  }

  /** The first label of the vault's host name. */
  public String name() {
    return name;
  }

  /** Creates a certificate, or a new version with this spec where there is one already. */
  public CertificateVersion createCertificate(String certificate, CertificateSpec spec) {
    SecretStore.checkName(certificate);
    var predecessor = store.current(certificate).flatMap(SecretVersion::certificate);
    CertificateMint.Minted minted = mint.mint(spec, predecessor.map(CertificateMint.Minted::keys));
    SecretVersion version =
        store.append(
            certificate,
            minted.value(),
            Optional.of(spec.format().contentType()),
            OptionalLong.of(minted.leaf().getNotBefore().toInstant().getEpochSecond()),
            OptionalLong.of(minted.leaf().getNotAfter().toInstant().getEpochSecond()),
            Optional.of(minted));
    return new CertificateVersion(certificate, version.id(), minted.chain());
  }

  /** A new version of a certificate by the spec of its current one: another leaf, another key. */
  public CertificateVersion renew(String certificate) {
    return createCertificate(certificate, minted(certificate, existing(certificate)).spec());
  }

  /** The current version of a certificate. */
  public CertificateVersion certificate(String certificate) {
    SecretVersion version = existing(certificate);
    return new CertificateVersion(certificate, version.id(), minted(certificate, version).chain());
  }

  /**
   * Sets an ordinary secret, or a new version of it; returns the version. An empty content type
   * means none.
   */
  public String putSecret(String secret, String value, String contentType) {
    SecretStore.checkName(secret);
    return store
        .append(
            secret,
            value,
            Optional.of(contentType).filter(type -> !type.isEmpty()),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty())
        .id();
  }

  /** Sets the end of the current version's validity, which its value does not depend on. */
  public void expire(String secret, Instant end) {
    var _ =
        store.update(
            secret,
            existing(secret).id(),
            (old, now) ->
                old.with(
                    old.attributes()
                        .valid(
                            old.attributes().notBefore(),
                            OptionalLong.of(end.getEpochSecond()),
                            now)));
  }

  /**
   * Enables or disables the current version: reading a disabled one is a 403 with {@code
   * SecretDisabled}.
   */
  public void setEnabled(String secret, boolean enabled) {
    setEnabled(secret, existing(secret).id(), enabled);
  }

  /** Enables or disables one version. */
  public void setEnabled(String secret, String version, boolean enabled) {
    if (store
        .update(secret, version, (old, now) -> old.with(old.attributes().enabled(enabled, now)))
        .isEmpty()) {
      throw missing(secret + "/" + version);
    }
  }

  /**
   * Puts a certificate back to where it waits for the answer to its signing request: its current
   * version is disabled, and its operation pending, until {@link #merge}.
   */
  public synchronized void requestSigning(String certificate) {
    setEnabled(certificate, false);
    pending.add(SecretStore.key(certificate));
  }

  /** Ends what {@link #requestSigning} began. */
  public synchronized void merge(String certificate) {
    pending.remove(SecretStore.key(certificate));
    setEnabled(certificate, true);
  }

  synchronized boolean isPending(String certificate) {
    return pending.contains(SecretStore.key(certificate));
  }

  /** Deletes a secret or certificate with all versions. */
  public void delete(String secret) {
    if (store.delete(secret).isEmpty()) {
      throw missing(secret);
    }
  }

  /** Denies everything in this vault. */
  public synchronized void deny(Denial kind) {
    denialOfAll = Optional.of(kind);
  }

  /** From now on every identity may read secrets, and no certificate's policy or operation. */
  public synchronized void grantSecretsOnly() {
    secretsOnly = true;
  }

  /** Denies every list, be it of secrets or of the versions of one. */
  public synchronized void denyLists(Denial kind) {
    denialOfLists = Optional.of(kind);
  }

  /** Asks for tokens for another audience than its own, as an impostor would. */
  public synchronized void challengeFor(String resource) {
    challenge = Optional.of(resource);
  }

  synchronized Optional<String> challenge() {
    return challenge;
  }

  /** Denies one secret or certificate; it need not exist. */
  public synchronized void deny(String secret, Denial kind) {
    denials.put(SecretStore.key(secret), kind);
  }

  /** Ends all denials of this vault. */
  public synchronized void allow() {
    denialOfAll = Optional.empty();
    denialOfLists = Optional.empty();
    denials.clear();
  }

  /** Why this request for a secret or certificate, or for a list, is denied. */
  synchronized Optional<Denial> denial(List<String> path) {
    if (secretsOnly && path.getFirst().equals("certificates")) {
      return Optional.of(Denial.RBAC);
    }
    if (isList(path) && denialOfLists.isPresent()) {
      return denialOfLists;
    }
    String secret = path.size() > 1 ? path.get(1) : "";
    return denialOfAll.or(() -> Optional.ofNullable(denials.get(SecretStore.key(secret))));
  }

  static boolean isList(List<String> path) {
    return path.size() == 1 || path.getLast().equals("versions");
  }

  SecretStore store() {
    return store;
  }

  private SecretVersion existing(String secret) {
    return store.current(secret).orElseThrow(() -> missing(secret));
  }

  private CertificateMint.Minted minted(String certificate, SecretVersion version) {
    return version
        .certificate()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "%s in vault %s is a secret, not a certificate".formatted(certificate, name)));
  }

  private NoSuchElementException missing(String what) {
    return new NoSuchElementException("vault %s has no %s".formatted(name, what));
  }
}
