package dev.akvvm.vault;

import com.azure.core.http.HttpClient;
import com.azure.security.keyvault.certificates.CertificateClient;
import com.azure.security.keyvault.certificates.CertificateClientBuilder;
import com.azure.security.keyvault.certificates.models.CertificateOperation;
import com.azure.security.keyvault.certificates.models.CertificatePolicy;
import com.azure.security.keyvault.certificates.models.CertificatePolicyAction;
import com.azure.security.keyvault.certificates.models.LifetimeAction;
import dev.akvvm.identity.Credentials;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads certificates from Key Vault, through the Azure SDK. */
public final class KeyVaultPolicyReader implements CertificatePolicyReader {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final Connections connections;

  /** A reader that authenticates with {@code identities}. */
  public KeyVaultPolicyReader(HttpClient http, Credentials identities) {
    this(new Connections(http, identities));
  }

  KeyVaultPolicyReader(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Optional<String> whyDisabled(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) {
    return asked(
            secret,
            identity,
            client -> client.getCertificateOperation(secret.name()).poll().getValue())
        .map(CertificateOperation::getStatus)
        .filter("inProgress"::equals)
        .map(
            _ -> "its signing request is pending: have it signed and merge the signed certificate");
  }

  @Override
  public Optional<String> whyUnusable(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) {
    return policy(secret, identity)
        .filter(policy -> Boolean.FALSE.equals(policy.isExportable()))
        .map(_ -> "its policy says that the key is not exportable");
  }

  @Override
  public Optional<Instant> nextRenewal(
      SecretIdentifier secret,
      Optional<UserAssignedIdentity> identity,
      Instant notBefore,
      Instant notAfter) {
    if (secret.version().isPresent()) {
      // A pinned version stays, whatever the vault renews.
      return Optional.empty();
    }
    return policy(secret, identity).stream()
        .flatMap(policy -> actions(policy).stream())
        .filter(action -> CertificatePolicyAction.AUTO_RENEW.equals(action.getAction()))
        .flatMap(action -> time(action, notBefore, notAfter).stream())
        .min(Instant::compareTo);
  }

  private static List<LifetimeAction> actions(CertificatePolicy policy) {
    @Nullable List<LifetimeAction> actions = policy.getLifetimeActions();
    return actions == null ? List.of() : actions;
  }

  /** An action has one of the two triggers; a time outside the validity is ignored. */
  private static Optional<Instant> time(
      LifetimeAction action, Instant notBefore, Instant notAfter) {
    @Nullable Integer days = action.getDaysBeforeExpiry();
    @Nullable Integer percentage = action.getLifetimePercentage();
    Duration validity = Duration.between(notBefore, notAfter);
    if (days != null) {
      Duration before = Duration.ofDays(days);
      return before.isNegative() || before.compareTo(validity) > 0
          ? Optional.empty()
          : Optional.of(notAfter.minus(before));
    }
    return percentage == null || percentage < 0 || percentage > 100
        ? Optional.empty()
        : Optional.of(notBefore.plus(validity.multipliedBy(percentage).dividedBy(100)));
  }

  private Optional<CertificatePolicy> policy(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) {
    return asked(secret, identity, client -> client.getCertificatePolicy(secret.name()));
  }

  /**
   * Most identities may not ask, and a secret need not belong to a certificate: neither is a
   * failure.
   */
  private <T> Optional<T> asked(
      SecretIdentifier secret,
      Optional<UserAssignedIdentity> identity,
      Function<CertificateClient, @Nullable T> question) {
    try {
      return Optional.ofNullable(question.apply(client(secret, identity)));
    } catch (RuntimeException e) {
      LOG.debug("{}: nothing learnt of its certificate: {}", secret, e.getMessage());
      return Optional.empty();
    }
  }

  private CertificateClient client(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) {
    return new CertificateClientBuilder()
        .vaultUrl(secret.vault().toString())
        .pipeline(connections.to(secret.vault(), identity).pipeline())
        .buildClient();
  }
}
