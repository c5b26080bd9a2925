/**
 * As whom a store is written: as root if no one else can redirect its path; as the one user who
 * can, if that user may read everything in it; else not at all.
 *
 * <p>A path may lead to a file system that hangs, so all work on a store is done on {@link
 * dev.akvvm.ownership.StoreThreads}. Knows nothing of what is in a store. Start with {@link
 * dev.akvvm.ownership.StoreOwners}.
 */
@NullMarked
package dev.akvvm.ownership;

import org.jspecify.annotations.NullMarked;
