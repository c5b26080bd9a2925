/**
 * What settings would do, found before they are given to Azure, and told in words or as JSON.
 *
 * <p>Knows nothing of the machine: what is missing there is the doctor's. Start with {@link
 * dev.akvvm.validation.SettingsSource}.
 */
@NullMarked
package dev.akvvm.validation;

import org.jspecify.annotations.NullMarked;
