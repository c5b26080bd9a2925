package dev.akvvm.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;

/** Where one identity's tokens come from. Remembers nothing. */
interface TokenSource {
  /**
   * A new token.
   *
   * @throws TokenUnavailableException when none can be obtained now
   */
  AccessToken request(TokenRequestContext request);
}
