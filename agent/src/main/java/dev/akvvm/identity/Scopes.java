package dev.akvvm.identity;

import com.azure.core.credential.TokenRequestContext;

/** What a token is requested for, in the terms of the older protocol. */
final class Scopes {
  private static final String DEFAULT = "/.default";

  private Scopes() {}

  /** The audience of the first scope, such as {@code https://vault.azure.net}. */
  static String resource(TokenRequestContext request) {
    String scope = request.getScopes().get(0);
    return scope.endsWith(DEFAULT) ? scope.substring(0, scope.length() - DEFAULT.length()) : scope;
  }
}
