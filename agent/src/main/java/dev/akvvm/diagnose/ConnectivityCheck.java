package dev.akvvm.diagnose;

import dev.akvvm.doctor.Finding;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import dev.akvvm.vault.AzureConnection;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Checks everything from the identity to each certificate, in order of dependency. */
record ConnectivityCheck(
    ExtensionSettings settings,
    IdentityCheck identities,
    VaultCheck vaults,
    CertificateCheck certificates) {

  static ConnectivityCheck of(
      ExtensionSettings settings, Map<String, String> environment, Clock clock) throws IOException {
    AzureConnection azure = AzureConnection.of(settings, environment, clock);
    return new ConnectivityCheck(
        settings,
        new IdentityCheck(settings.identity(), azure.identities()),
        new VaultCheck(azure.http(), azure.proxies(), clock),
        new CertificateCheck(azure.reader(), clock));
  }

  /** Reports the result of every step as soon as it is known. */
  void run(Consumer<Finding> tell) {
    boolean hasEndpoint = told(identities.endpoint(), tell);
    for (Map.Entry<Vault, List<ObservedCertificate>> vault : byVault().entrySet()) {
      boolean hasTokens = hasEndpoint;
      for (Optional<UserAssignedIdentity> identity : identitiesOf(vault.getValue())) {
        hasTokens &= hasEndpoint && told(identities.token(vault.getKey(), identity), tell);
      }
      boolean isReachable =
          told(vaults.name(vault.getKey()), tell) && told(vaults.tls(vault.getKey()), tell);
      if (hasTokens && isReachable) {
        certificates.of(vault.getKey(), vault.getValue()).forEach(tell);
      } else {
        tell.accept(
            Finding.skipped(
                CertificateCheck.PERMISSION,
                vault.getKey() + (isReachable ? ": no token" : ": the vault is unreachable")));
      }
    }
    vaults.clock().ifPresent(tell);
  }

  private static boolean told(Finding finding, Consumer<Finding> tell) {
    tell.accept(finding);
    return finding.result() != Finding.Result.FIX;
  }

  private Map<Vault, List<ObservedCertificate>> byVault() {
    Map<Vault, List<ObservedCertificate>> byVault = new LinkedHashMap<>();
    for (ObservedCertificate certificate : settings.certificates()) {
      certificate.secrets().stream()
          .map(SecretIdentifier::vault)
          .distinct()
          .forEach(
              vault -> byVault.computeIfAbsent(vault, _ -> new ArrayList<>()).add(certificate));
    }
    return byVault;
  }

  private static Set<Optional<UserAssignedIdentity>> identitiesOf(
      List<ObservedCertificate> certificates) {
    Set<Optional<UserAssignedIdentity>> identities = new LinkedHashSet<>();
    certificates.forEach(certificate -> identities.add(certificate.identity()));
    return identities;
  }
}
