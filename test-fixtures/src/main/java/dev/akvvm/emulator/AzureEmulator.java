package dev.akvvm.emulator;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running emulator: managed identity endpoints over HTTP, and any number of key vaults and
 * Entra's login over HTTPS. All methods may be called from any thread, also while requests are
 * being answered.
 *
 * <p>The vaults share one address; a client reaches vault {@code contoso} by sending {@code Host:
 * contoso.vault.azure.net}, so its name must be mapped to that address, and must trust {@link
 * #caPem}.
 */
public final class AzureEmulator implements AutoCloseable {
  private final Vaults vaults;
  private final AtomicReference<Identities> identities;
  private final Faults faults = new Faults();
  private final RequestLog log;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final TestAuthority authority;
  private final AccessTokens tokens;
  private final LoginService login;
  private final HttpListener metadataListener;
  private final HttpListener vaultListener;
  private final Optional<HttpListener> arcListener;

  private AzureEmulator(EmulatorConfig config) throws IOException {
    vaults = new Vaults(config.clock());
    identities = new AtomicReference<>(config.identities());
    log = new RequestLog(config.clock());
    authority = new TestAuthority(Instant.now());
    tokens = new AccessTokens(config.clock(), config.tokenLifetime());
    login = new LoginService(tokens, config.clock());
    List<HttpListener> started = new ArrayList<>();
    try {
      metadataListener =
          HttpListener.plain(
              Listener.METADATA.word(),
              config.metadata(),
              handler(Listener.METADATA, new TokenService(tokens, identities)));
      started.add(metadataListener);
      vaultListener =
          HttpListener.tls(
              Listener.VAULTS.word(),
              config.vaults(),
              authority.serverContext(),
              new LoginOrVaults(
                  handler(Listener.LOGIN, login),
                  handler(Listener.VAULTS, new VaultService(vaults, tokens, config.clock()))));
      started.add(vaultListener);
      arcListener =
          config.arc().isEmpty()
              ? Optional.empty()
              : Optional.of(arcListener(config.arc().get(), tokens));
    } catch (IOException e) {
      started.forEach(HttpListener::close);
      throw e;
    }
  }

  private HttpListener arcListener(Arc arc, AccessTokens tokens) throws IOException {
    return HttpListener.plain(
        Listener.ARC.word(),
        arc.address(),
        handler(Listener.ARC, new ArcService(tokens, identities, arc.keys())));
  }

  /**
   * Starts listening. The IOException's message says in one line who cannot listen where, and why.
   */
  public static AzureEmulator start(EmulatorConfig config) throws IOException {
    return new AzureEmulator(config);
  }

  /**
   * {@code http://ADDRESS:PORT/metadata/identity}, as the extension's setting {@code msiEndpoint}
   * has it.
   */
  public String metadataEndpoint() {
    return "http://" + metadataListener.authority() + "/metadata/identity";
  }

  /** The same of Azure Arc's agent; throws where the machine has none. */
  public String arcEndpoint() {
    return "http://" + arcListener.orElseThrow().authority() + "/metadata/identity";
  }

  /** The port at which all vaults are, and the login. */
  public int vaultPort() {
    return vaultListener.port();
  }

  /** The certificate, as PEM, that clients of the vaults must trust. */
  public String caPem() {
    return authority.pem();
  }

  /**
   * Lets the vaults show another certificate from the next connection on, issued by the same CA.
   *
   * @param name the one host name it is for; empty for those of all vaults
   */
  public void present(String name, Instant notBefore, Instant expires) {
    authority.present(name, notBefore, expires);
  }

  /**
   * Lets the vaults show a certificate of another CA from the next connection on, as an
   * intercepting proxy does.
   *
   * @param authority the common name of that CA, whatever it holds
   */
  public void presentIssuedBy(String authority) {
    this.authority.presentIssuedBy(authority);
  }

  /** The vault of this name, made on first use. */
  public Vault vault(String name) {
    SecretStore.checkName(name);
    return vaults.named(name);
  }

  /** Gives the machine other managed identities from the next token request on. */
  public void assign(Identities others) {
    identities.set(others);
  }

  /** Revokes all tokens there are: vaults refuse them with a plain 401. */
  public void revokeTokens() {
    tokens.revoke();
  }

  /** Lets an application have tokens from now on, or changes how. */
  public void register(Application application) {
    login.register(application);
  }

  /** The failures in force. */
  public Faults faults() {
    return faults;
  }

  /**
   * What arrived at all listeners since the start or the last {@link #clearRequests}, in order of
   * answering.
   */
  public List<RecordedRequest> requests() {
    return log.all();
  }

  /** Forgets the recorded requests. */
  public void clearRequests() {
    log.clear();
  }

  /** HOST:PORT of the vaults' listener. */
  String vaultAuthority() {
    return vaultListener.authority();
  }

  /** HOST:PORT of the managed identity endpoint. */
  String metadataAuthority() {
    return metadataListener.authority();
  }

  /** Stops listening and lets go of hanging requests. */
  @Override
  public void close() {
    closing.countDown();
    metadataListener.close();
    vaultListener.close();
    arcListener.ifPresent(HttpListener::close);
  }

  private FaultyHandler handler(Listener listener, Service service) {
    return new FaultyHandler(listener, service, faults, log, closing);
  }
}
