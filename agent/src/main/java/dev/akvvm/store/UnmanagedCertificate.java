package dev.akvvm.store;

import java.nio.file.Path;

/**
 * A certificate, or secret, that has left the settings: it stays on disk, and is not renewed.
 *
 * @param name {@code <vault>/<certificate>}
 * @param link what readers open
 * @param installed what they get; its validity is that of a certificate, and unlimited for what is
 *     none
 */
public record UnmanagedCertificate(String name, Path link, InstalledCertificate installed) {}
