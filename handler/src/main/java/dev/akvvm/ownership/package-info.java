/**
 * As whom a store is written: by root where nobody else can bend its path, by the one user who can
 * where that user may read all that is in it, and else not at all.
 *
 * <p>A path may lead to a file system that hangs, so whoever looks at a store does it on {@link
 * dev.akvvm.ownership.StoreThreads}. Knows nothing of what is in a store. Start with {@link
 * dev.akvvm.ownership.StoreOwners}.
 */
@NullMarked
package dev.akvvm.ownership;

import org.jspecify.annotations.NullMarked;
