/**
 * The agent as a service of this machine: systemd or what stands in for it, the sandbox, and the
 * one decision behind {@code enable}: keep, start, replace or refuse to touch the agent.
 *
 * <p>Knows nothing of the commands or of Key Vault: it reaches the agent only by starting and
 * stopping its process. Start with {@link dev.akvvm.service.Decision}, then {@link
 * dev.akvvm.service.AgentControl}.
 */
@NullMarked
package dev.akvvm.service;

import org.jspecify.annotations.NullMarked;
