/**
 * How this machine's certificates are, as one value: the agent writes it after each pass to a file
 * that everyone may read, and {@code akvvm status} shows it.
 *
 * <p>Knows nothing of how it came about. Contains no secret. Start with {@link
 * dev.akvvm.summary.MachineSummary}.
 */
@NullMarked
package dev.akvvm.summary;

import org.jspecify.annotations.NullMarked;
