package dev.akvvm.vault;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import dev.akvvm.identity.RefusableCredential;
import dev.akvvm.identity.TokenClaims;
import java.time.Duration;

/**
 * A credential that knows whom its last token was for: to know who was refused is half the
 * solution.
 */
final class CallerTrackingCredential {
  private final RefusableCredential credential;
  private volatile String token = "";

  CallerTrackingCredential(RefusableCredential credential) {
    this.credential = credential;
  }

  AccessToken getTokenSync(TokenRequestContext request) {
    AccessToken given = credential.getTokenSync(request);
    token = given.getToken();
    return given;
  }

  /** The last token was refused; if it is at least so old, the next request gets a new one. */
  void refused(Duration minAge) {
    credential.refused(token, minAge);
  }

  /** The identity, with the ids by which an administrator finds it; never the token. */
  String describe() {
    String ids = TokenClaims.ids(token);
    return "the machine's identity" + (ids.isEmpty() ? "" : " (" + ids + ")");
  }
}
