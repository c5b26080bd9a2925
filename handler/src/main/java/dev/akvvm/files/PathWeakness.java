package dev.akvvm.files;

import dev.akvvm.files.Access.AclEntry;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place on the way to a directory where someone other than root can redirect the path.
 *
 * @param path the directory or link that can be changed
 * @param isOwner whether they can because they own it; else because they may write to it
 * @param who can change it; empty for everyone
 */
public record PathWeakness(Path path, boolean isOwner, Optional<AclEntry> who) {}
