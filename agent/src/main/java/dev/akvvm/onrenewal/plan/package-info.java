/**
 * What to do, and for which certificates: what changed, compared with what readers get and what is
 * wanted.
 *
 * <p>Knows neither disk nor clock, and does nothing. Start with {@link
 * dev.akvvm.onrenewal.plan.Plan}.
 */
@NullMarked
package dev.akvvm.onrenewal.plan;

import org.jspecify.annotations.NullMarked;
