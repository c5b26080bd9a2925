/**
 * waagent's files as values: the handler environment, the sequence number, the settings envelope
 * and the status report.
 *
 * <p>Knows nothing of what the settings mean or of how the agent is run. Start with {@link
 * dev.akvvm.waagent.HandlerEnvironment}.
 */
@NullMarked
package dev.akvvm.waagent;

import org.jspecify.annotations.NullMarked;
