/**
 * The layout on disk: versions and the current link. Says what is installed, and installs.
 *
 * <p>Knows nothing of where certificates come from. Start with {@link
 * dev.akvvm.store.CertificateStore}.
 */
@NullMarked
package dev.akvvm.store;

import org.jspecify.annotations.NullMarked;
