/**
 * One pass over the certificates that are due, the result for each, and when the next is due.
 *
 * <p>Knows nothing of HTTP, PEM or how results are shown. Start with {@link
 * dev.akvvm.sync.CertificateRefresher}.
 */
@NullMarked
package dev.akvvm.sync;

import org.jspecify.annotations.NullMarked;
