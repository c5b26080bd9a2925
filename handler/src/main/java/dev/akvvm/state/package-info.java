/**
 * The small files that outlive the package's versioned folder: who runs the agent, and what one
 * pass must tell the next.
 *
 * <p>Knows nothing of certificates: a pass is remembered by opaque keys. Start with {@link
 * dev.akvvm.state.StateFolder}.
 */
@NullMarked
package dev.akvvm.state;

import org.jspecify.annotations.NullMarked;
