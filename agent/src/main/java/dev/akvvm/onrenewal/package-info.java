/**
 * What the operator wants done once certificates have changed: run once for each change, outside of
 * the agent, and remembered until it has worked.
 *
 * <p>Knows nothing of vaults, or of what a certificate holds. Start with {@link
 * dev.akvvm.onrenewal.Reloads}.
 */
@NullMarked
package dev.akvvm.onrenewal;

import org.jspecify.annotations.NullMarked;
