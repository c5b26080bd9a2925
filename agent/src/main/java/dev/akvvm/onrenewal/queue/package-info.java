/**
 * Remembers on disk what is left to do, and gets it done beside the passes, by one process at a
 * time.
 *
 * <p>Does not know how an action is done. Start with {@link dev.akvvm.onrenewal.queue.ActionQueue}.
 */
@NullMarked
package dev.akvvm.onrenewal.queue;

import org.jspecify.annotations.NullMarked;
