/**
 * Pure: the values of plain secrets, and what a file that holds them looks like.
 *
 * <p>Knows neither vault nor disk, and no certificate: a plain secret that happens to be one is
 * written as it is. Start with {@link dev.akvvm.secret.SecretValue}.
 */
@NullMarked
package dev.akvvm.secret;

import org.jspecify.annotations.NullMarked;
