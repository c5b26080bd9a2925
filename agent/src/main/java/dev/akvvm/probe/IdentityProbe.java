package dev.akvvm.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.doctor.Finding;
import dev.akvvm.files.IoReason;
import dev.akvvm.identity.ManagedIdentities;
import dev.akvvm.identity.TokenUnavailableException;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;

/** Whether this machine gets a token, and for whom. */
final class IdentityProbe {
  private static final String ENDPOINT = "identity endpoint";
  private static final String TOKEN = "token";
  private static final int CONNECT_MILLIS = 3000;

  private final IdentitySettings settings;
  private final ManagedIdentities identities;

  IdentityProbe(IdentitySettings settings, ManagedIdentities identities) {
    this.settings = settings;
    this.identities = identities;
  }

  Finding endpoint() {
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
    String audience = "https://" + vault.host().substring(vault.host().indexOf('.') + 1);
    try {
      String token =
          identities
              .credential(identity)
              .getTokenSync(new TokenRequestContext().addScopes(audience + "/.default"))
              .getToken();
      return Finding.ok(TOKEN, "for " + audience + ", " + holder(token));
    } catch (TokenUnavailableException e) {
      return Finding.fix(TOKEN, e.reason());
    }
  }

  /** Whose token it is; the claims are not secret, the signature is what counts. */
  private static String holder(String token) {
    int from = token.indexOf('.') + 1;
    int to = token.lastIndexOf('.');
    if (from <= 0 || to <= from) {
      return "of an identity it does not name";
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(token.substring(from, to));
      JsonNode claims = new ObjectMapper().readTree(new String(payload, UTF_8));
      return "of client id %s, object id %s"
          .formatted(claims.path("appid").asText("?"), claims.path("oid").asText("?"));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return "of an identity it does not name";
    }
  }
}
