/**
 * What the operator wants done once certificates have changed: once for each change, and remembered
 * until it has worked. This package has the types that its subpackages and other packages share;
 * {@code plan} decides what to do, {@code queue} remembers it and gets it done, {@code runner} does
 * it on this machine, outside the agent.
 *
 * <p>Knows nothing of vaults, or of what a certificate holds. Start with {@link
 * dev.akvvm.onrenewal.RenewalActions}.
 */
@NullMarked
package dev.akvvm.onrenewal;

import org.jspecify.annotations.NullMarked;
