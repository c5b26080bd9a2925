package dev.akvvm.files;

import dev.akvvm.files.Access.AclEntry;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place on the way to a directory where somebody else than root can lead the path elsewhere.
 *
 * @param path the directory or link that can be changed
 * @param isOwner whether that is because it is theirs; else they may write to it
 * @param who can change it; empty for everybody
 */
public record PathWeakness(Path path, boolean isOwner, Optional<AclEntry> who) {}
