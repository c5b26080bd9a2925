package dev.akvvm.diagnose;

import com.azure.core.credential.TokenRequestContext;
import dev.akvvm.doctor.Finding;
import dev.akvvm.files.IoReason;
import dev.akvvm.identity.Credentials;
import dev.akvvm.identity.TokenClaims;
import dev.akvvm.identity.TokenUnavailableException;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** Whether this machine gets a token, and for whom. */
final class IdentityCheck {
  private static final String ENDPOINT = "identity endpoint";
  private static final String TOKEN = "token";
  private static final int CONNECT_MILLIS = 3000;

  private final IdentitySettings settings;
  private final Credentials identities;

  IdentityCheck(IdentitySettings settings, Credentials identities) {
    this.settings = settings;
    this.identities = identities;
  }

  Finding endpoint() {
    if (!identities.isManagedIdentity()) {
      return Finding.ok(ENDPOINT, "not needed: the machine logs in as an application");
    }
    URI endpoint = settings.tokenEndpoint();
    int port =
        endpoint.getPort() >= 0
            ? endpoint.getPort()
            : "https".equals(endpoint.getScheme()) ? 443 : 80;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.getHost(), port), CONNECT_MILLIS);
      return Finding.ok(ENDPOINT, endpoint + " can be reached");
    } catch (IOException e) {
      return Finding.fix(
          ENDPOINT,
          endpoint
              + " cannot be reached ("
              + IoReason.of(e)
              + "); is this an Azure machine, and authenticationSettings.msiEndpoint right?");
    }
  }

  /** Asks for a token that the vault's cloud accepts. */
  Finding token(Vault vault, Optional<UserAssignedIdentity> identity) {
    String audience = vault.audiences().getFirst();
    try {
      String token =
          identities
              .credential(identity)
              .getTokenSync(new TokenRequestContext().addScopes(audience + "/.default"))
              .getToken();
      String ids = TokenClaims.ids(token);
      return Finding.ok(TOKEN, "for " + audience + (ids.isEmpty() ? "" : ", of " + ids));
    } catch (TokenUnavailableException e) {
      return Finding.fix(TOKEN, e.reason());
    }
  }
}
