/**
 * Tokens: who this machine is towards Azure.
 *
 * <p>Knows nothing of what a token is used for. Start with {@link dev.akvvm.identity.Credentials}.
 */
@NullMarked
package dev.akvvm.identity;

import org.jspecify.annotations.NullMarked;
