package dev.akvvm.store;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A certificate that readers of the link get now.
 *
 * @param version the 32 hex digits of its version in the vault
 * @param file what the link points to
 * @param notAfter until when it is valid
 */
public record InstalledCertificate(String version, Path file, Instant notAfter) {}
