/**
 * How long to wait before trying again; all retries in Java use it.
 *
 * <p>Knows nothing of what is tried. Start with {@link dev.akvvm.retry.Backoff}.
 */
@NullMarked
package dev.akvvm.retry;

import org.jspecify.annotations.NullMarked;
