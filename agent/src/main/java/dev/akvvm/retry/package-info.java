/**
 * How long to wait before something is tried again; all who retry in Java count by it.
 *
 * <p>Knows nothing of what is tried. Start with {@link dev.akvvm.retry.Backoff}.
 */
@NullMarked
package dev.akvvm.retry;

import org.jspecify.annotations.NullMarked;
