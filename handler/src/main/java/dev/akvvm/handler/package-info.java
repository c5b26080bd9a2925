/**
 * The commands that waagent and operators run.
 *
 * <p>Knows nothing of Key Vault, nor of how an agent is kept running. Start with {@link
 * dev.akvvm.handler.EnableCommand}.
 */
@NullMarked
package dev.akvvm.handler;

import org.jspecify.annotations.NullMarked;
