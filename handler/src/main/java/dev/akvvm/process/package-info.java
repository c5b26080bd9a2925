/**
 * Running other programs of the machine, and what must be known of it for that.
 *
 * <p>Knows nothing of what they are run for, or what their failure means to the caller. Start with
 * {@link dev.akvvm.process.SystemCommands}.
 */
@NullMarked
package dev.akvvm.process;

import org.jspecify.annotations.NullMarked;
