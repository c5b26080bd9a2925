/**
 * What the operator asked for, as checked values.
 *
 * <p>Knows nothing of how the settings were written down, of Key Vault's protocol or of the disk.
 * Start with {@link dev.akvvm.settings.ExtensionSettings}.
 */
@NullMarked
package dev.akvvm.settings;

import org.jspecify.annotations.NullMarked;
