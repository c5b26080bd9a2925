package dev.akvvm.vault;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.akvvm.identity.TokenClaims;

/**
 * A credential that knows whom its last token was for: to know who was refused is half the
 * solution.
 */
final class CallerTrackingCredential {
  private final TokenCredential credential;
  private volatile String token = "";

  CallerTrackingCredential(TokenCredential credential) {
    this.credential = credential;
  }

  AccessToken getTokenSync(TokenRequestContext request) {
    AccessToken given = credential.getTokenSync(request);
    token = given.getToken();
    return given;
  }

  /** The identity, with the ids by which an administrator finds it; never the token. */
  String describe() {
    String ids = TokenClaims.ids(token);
    return "the machine's identity" + (ids.isEmpty() ? "" : " (" + ids + ")");
  }
}
