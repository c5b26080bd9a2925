/**
 * Durable file primitives: a name either shows the old content or the whole new content, whatever
 * happens in between; who may read what, by owner, mode and POSIX ACL; and where a path leads, who
 * could lead it elsewhere, and with whose rights it is gone. All of it works on open handles: what
 * was looked at is what is read and written, whatever becomes of its name.
 *
 * <p>Knows nothing of certificates, settings or waagent. Start with {@link
 * dev.akvvm.files.DurableFiles} for what is this program's own, and with {@link
 * dev.akvvm.files.WalkedPath} for what lies where others may write.
 */
@NullMarked
package dev.akvvm.files;

import org.jspecify.annotations.NullMarked;
