/**
 * The commands waagent runs, and the one decision behind {@code enable}: keep, start, replace or
 * refuse to touch the agent.
 *
 * <p>Knows nothing of Key Vault: it reaches the agent only by starting and stopping its process.
 * Start with {@link dev.akvvm.handler.EnableCommand}.
 */
@NullMarked
package dev.akvvm.handler;

import org.jspecify.annotations.NullMarked;
