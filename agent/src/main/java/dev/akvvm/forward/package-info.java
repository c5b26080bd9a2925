/**
 * Sends log lines to a receiver of fluentd's forward protocol, such as fluentd, Fluent Bit or Azure
 * Monitor's agent.
 *
 * <p>Knows nothing of what is logged, nor by which library. Nothing of it is loaded where no
 * receiver is set. Start with {@link dev.akvvm.forward.Forwarder}.
 */
@NullMarked
package dev.akvvm.forward;

import org.jspecify.annotations.NullMarked;
