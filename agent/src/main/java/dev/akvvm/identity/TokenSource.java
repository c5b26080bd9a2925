package dev.akvvm.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;

/** Where one identity's tokens come from. Remembers nothing. */
interface TokenSource {
  /**
   * A new token.
   *
   * @throws TokenUnavailableException when there is none to be had now
   */
  AccessToken request(TokenRequestContext request);
}
