/**
 * Pure: the value of a secret in, a checked key with its chain out, and from it the bytes of PEM,
 * PKCS#12 and JKS files.
 *
 * <p>Knows nothing of vaults, files or time. Start with {@link
 * dev.akvvm.certificate.CertificateBundle}.
 */
@NullMarked
package dev.akvvm.certificate;

import org.jspecify.annotations.NullMarked;
