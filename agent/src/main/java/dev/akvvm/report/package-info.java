/**
 * Reports the result of a pass: the status file, what {@code akvvm status} shows, the log, metrics,
 * telemetry and systemd's line.
 *
 * <p>Knows nothing of how it came about. Start with {@link dev.akvvm.report.StatusReporter}.
 */
@NullMarked
package dev.akvvm.report;

import org.jspecify.annotations.NullMarked;
