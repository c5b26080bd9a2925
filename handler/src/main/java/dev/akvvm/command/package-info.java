/**
 * The commands that waagent and operators run.
 *
 * <p>Knows nothing of Key Vault or of how an agent is kept running. Start with {@link
 * dev.akvvm.command.EnableCommand}.
 */
@NullMarked
package dev.akvvm.command;

import org.jspecify.annotations.NullMarked;
