/**
 * HTTP the way this machine does it: the operating system's trusted authorities, its proxy, and
 * timeouts on everything.
 *
 * <p>Knows nothing of tokens or vaults. Start with {@link dev.akvvm.transport.HttpClients}.
 */
@NullMarked
package dev.akvvm.transport;

import org.jspecify.annotations.NullMarked;
