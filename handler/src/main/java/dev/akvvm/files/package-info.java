/**
 * Durable file primitives: a name either shows the old content or the whole new content, whatever
 * happens in between; and who may read what, by owner, mode and POSIX ACL.
 *
 * <p>Knows nothing of certificates, settings or waagent. Start with {@link
 * dev.akvvm.files.DurableFiles}, for rights with {@link dev.akvvm.files.AccessControl}.
 */
@NullMarked
package dev.akvvm.files;

import org.jspecify.annotations.NullMarked;
