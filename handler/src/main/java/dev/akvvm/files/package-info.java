/**
 * Durable file primitives: a name either shows the old content or the whole new content, whatever
 * happens in between; who may read what, by owner, mode and POSIX ACL; and where a path leads, who
 * could redirect it, and with whose rights it is walked. All of it works on open handles: what was
 * checked is what is read and written, whatever becomes of its name.
 *
 * <p>Knows nothing of certificates, settings or waagent. Start with {@link
 * dev.akvvm.files.DurableFiles} for this program's own files, and with {@link
 * dev.akvvm.files.WalkedPath} for places where others may write.
 */
@NullMarked
package dev.akvvm.files;

import org.jspecify.annotations.NullMarked;
