/**
 * How a command ends when it cannot do what it was asked: with an exit code and one line.
 *
 * <p>Knows nothing of the commands, or of what they do. Start with {@link
 * dev.akvvm.exit.CommandFailedException}.
 */
@NullMarked
package dev.akvvm.exit;

import org.jspecify.annotations.NullMarked;
