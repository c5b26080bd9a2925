package dev.akvvm.identity;

import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identities of this machine; each has one credential, which caches its tokens.
 *
 * <p>For a certificate this is the managed identity its {@code authenticationOverride} names; else
 * the application in the environment, else that in the protected settings, else the managed
 * identity the settings name for all, or the machine's own.
 */
public final class Credentials {
  private static final Logger LOG = LoggerFactory.getLogger("Identity");

  private final IdentitySettings settings;
  private final IdentityContext context;
  private final TokenEndpoint endpoint;
  private final Optional<Application> application;
  private final Map<Optional<UserAssignedIdentity>, RefusableCredential> credentials =
      new ConcurrentHashMap<>();

  /** The application that the machine logs in as. */
  private record Application(String name, RefusableCredential credential) {}

  /** Identities from the settings and the machine. */
  public Credentials(IdentitySettings settings, IdentityContext context) {
    this.settings = settings;
    this.context = context;
    this.endpoint = new TokenEndpoint(settings.tokenEndpoint(), context);
    this.application = application();
  }

  /** False when the machine logs in as an application, which needs no metadata endpoint. */
  public boolean isManagedIdentity() {
    return application.isEmpty();
  }

  /**
   * The credential of one identity.
   *
   * @param override used instead of the one the settings name for all
   */
  public RefusableCredential credential(Optional<UserAssignedIdentity> override) {
    return override.isEmpty() && application.isPresent()
        ? application.get().credential()
        : credentials.computeIfAbsent(override.or(settings::identity), this::managed);
  }

  /**
   * Where the tokens of one identity come from: an endpoint, or an application's login.
   *
   * @param override as above
   */
  public String sourceName(Optional<UserAssignedIdentity> override) {
    return application
        .filter(_ -> override.isEmpty())
        .map(Application::name)
        .orElseGet(() -> settings.tokenEndpoint().toString());
  }

  private Optional<Application> application() {
    EnvironmentVariables variables = new EnvironmentVariables(context.environment());
    if (!variables.missing().isEmpty()) {
      LOG.warn(
          "The environment names an application, but not completely, so it is not used; missing:"
              + " {}",
          String.join(", ", variables.missing()));
    }
    Optional<EntraSource> source =
        variables.proof().isPresent()
            ? Optional.of(EntraSource.ofEnvironment(variables, context.logins()))
            : settings
                .servicePrincipal()
                .map(named -> EntraSource.ofSettings(named, variables, context.logins()));
    source.ifPresent(found -> LOG.info("Tokens are asked for {}", found.description()));
    return source.map(
        found ->
            new Application(found.description(), new CachingCredential(found, context.clock())));
  }

  private RefusableCredential managed(Optional<UserAssignedIdentity> identity) {
    LOG.info(
        "Tokens are asked for {}, of {}",
        identity
            .map(named -> "the user-assigned identity " + named.id())
            .orElse("the machine's identity"),
        settings.tokenEndpoint());
    return new CachingCredential(source(identity), context.clock());
  }

  private TokenSource source(Optional<UserAssignedIdentity> identity) {
    URI uri = settings.tokenEndpoint();
    TokenResponseParser parser = new TokenResponseParser(uri, identity, context.clock());
    Optional<String> problem = new AllowedEndpoints(context.allowedEndpoints()).problem(settings);
    if (problem.isPresent()) {
      return _ -> {
        throw parser.refusal(problem.get());
      };
    }
    return switch (EndpointKind.of(settings)) {
      case INSTANCE_METADATA -> ManagedIdentitySource.ofMetadataService(endpoint, identity, parser);
      case ARC -> new ArcSource(endpoint, identity, new ArcKeys(context.arcKeys()), parser);
      case RETIRED_EXTENSION ->
          ManagedIdentitySource.ofRetiredExtension(endpoint, identity, parser);
    };
  }
}
