package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import dev.akvvm.settings.IdentitySettings.ServicePrincipal;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * An application's tokens from Entra, through azure-identity. No other class refers to that
 * library: it has hundreds of classes, which are not loaded where a managed identity is used.
 *
 * <p>The tenant is always the application's own. The one in a vault's challenge could be anything
 * that a server under the vault's name says.
 */
final class EntraSource implements TokenSource {
  /** How long a login may hold up a pass, as with other endpoints. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final String application;
  private final Function<String, String> authority;
  private final Function<String, TokenCredential> maker;

  private EntraSource(
      String application,
      Function<String, String> authority,
      Function<String, TokenCredential> maker) {
    this.application = application;
    this.authority = authority;
    this.maker = maker;
  }

  /**
   * The application that the environment names.
   *
   * @param variables a complete set
   */
  static EntraSource ofEnvironment(EnvironmentVariables variables, HttpClient http) {
    String tenant = variables.get(EnvironmentVariables.TENANT).orElseThrow();
    String client = variables.get(EnvironmentVariables.CLIENT).orElseThrow();
    String proof = variables.proof().orElseThrow();
    return new EntraSource(
        describe(client, tenant) + " of the environment",
        scope -> Authorities.of(scope, variables),
        proof.equals(EnvironmentVariables.FEDERATED_TOKEN)
            ? host ->
                prepared(new WorkloadIdentityCredentialBuilder(), http)
                    .authorityHost(host)
                    .tenantId(tenant)
                    .clientId(client)
                    .tokenFilePath(variables.get(proof).orElseThrow())
                    .build()
            : host ->
                prepared(new EnvironmentCredentialBuilder(), http)
                    .configuration(configuration(variables))
                    .authorityHost(host)
                    .build());
  }

  static EntraSource ofSettings(
      ServicePrincipal application, EnvironmentVariables variables, HttpClient http) {
    return new EntraSource(
        describe(application.clientId(), application.tenantId()) + " of protectedSettings",
        scope -> Authorities.of(scope, variables),
        application.clientSecret().isPresent()
            ? host ->
                prepared(new ClientSecretCredentialBuilder(), http)
                    .authorityHost(host)
                    .tenantId(application.tenantId())
                    .clientId(application.clientId())
                    .clientSecret(application.clientSecret().get())
                    .build()
            : host ->
                prepared(new ClientCertificateCredentialBuilder(), http)
                    .authorityHost(host)
                    .tenantId(application.tenantId())
                    .clientId(application.clientId())
                    .pemCertificate(
                        new ByteArrayInputStream(
                            application.clientCertificate().orElseThrow().getBytes(US_ASCII)))
                    .build());
  }

  private static String describe(String client, String tenant) {
    return "the application " + client + " (tenant " + tenant + ")";
  }

  /** Its own retries are off: retries are up to sync. */
  private static <T extends CredentialBuilderBase<T>> T prepared(T builder, HttpClient http) {
    return builder
        .httpClient(http)
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))));
  }

  /** Only these variables: system properties and the rest of the environment are left out. */
  private static Configuration configuration(EnvironmentVariables variables) {
    return new ConfigurationBuilder(_ -> Map.of(), _ -> Map.of(), _ -> variables.variables())
        .build();
  }

  /** For the log. */
  String description() {
    return application;
  }

  /** By a credential of its own each time: they keep tokens, also one that a vault refused. */
  @Override
  public AccessToken request(TokenRequestContext request) {
    String host = authority.apply(Scopes.resource(request));
    try {
      return Mono.fromCallable(() -> maker.apply(host).getTokenSync(ownTenant(request)))
          .subscribeOn(Schedulers.boundedElastic())
          .timeout(LIMIT)
          .blockOptional()
          .orElseThrow();
    } catch (RuntimeException e) {
      throw EntraFailure.of(application, host, e);
    }
  }

  private static TokenRequestContext ownTenant(TokenRequestContext request) {
    TokenRequestContext own =
        new TokenRequestContext()
            .setScopes(request.getScopes())
            .setCaeEnabled(request.isCaeEnabled());
    return request.getClaims() == null ? own : own.setClaims(request.getClaims());
  }
}
