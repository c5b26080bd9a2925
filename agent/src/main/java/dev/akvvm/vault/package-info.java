/**
 * Reads Key Vault; the only place that knows the Azure SDK's vault clients.
 *
 * <p>Knows nothing of what a secret's value holds or where it goes. Start with {@link
 * dev.akvvm.vault.VaultReader}.
 */
@NullMarked
package dev.akvvm.vault;

import org.jspecify.annotations.NullMarked;
