/**
 * What the operator wants done once certificates have changed: once for each change, and remembered
 * until it has worked. Here are the words that its rooms and the others share; {@code plan} decides
 * what is to be done, {@code queue} remembers it and has it done, {@code runner} does it on this
 * machine, outside of the agent.
 *
 * <p>Knows nothing of vaults, or of what a certificate holds. Start with {@link
 * dev.akvvm.onrenewal.RenewalActions}.
 */
@NullMarked
package dev.akvvm.onrenewal;

import org.jspecify.annotations.NullMarked;
