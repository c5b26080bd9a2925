/**
 * What settings would do, found before they are deployed, and reported as text or JSON.
 *
 * <p>Knows nothing of the machine: what is missing there is for the doctor to find. Start with
 * {@link dev.akvvm.validation.SettingsSource}.
 */
@NullMarked
package dev.akvvm.validation;

import org.jspecify.annotations.NullMarked;
