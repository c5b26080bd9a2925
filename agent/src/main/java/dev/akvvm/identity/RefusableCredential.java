package dev.akvvm.identity;

import com.azure.core.credential.TokenCredential;
import java.time.Duration;

/**
 * A credential that can be told that a token it gave is no good, so that it does not give it again.
 */
public interface RefusableCredential extends TokenCredential {
  /**
   * Forgets a token that a vault has refused. The next request asks for a new one.
   *
   * @param token as it was given; if it is not kept any more, nothing happens
   * @param minAge a younger token is kept: a new one would say the same
   */
  void refused(String token, Duration minAge);
}
