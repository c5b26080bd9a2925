/**
 * What the operator asked for, as checked values.
 *
 * <p>Knows nothing of where the settings came from, of Key Vault's protocol or of the disk. Start
 * with {@link dev.akvvm.settings.ExtensionSettings}, then {@link
 * dev.akvvm.settings.SettingsParser}.
 */
@NullMarked
package dev.akvvm.settings;

import org.jspecify.annotations.NullMarked;
