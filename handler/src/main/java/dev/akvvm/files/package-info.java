/**
 * Durable file primitives: a name either shows the old content or the whole new content, whatever
 * happens in between.
 *
 * <p>Knows nothing of certificates, settings or waagent. Start with {@link
 * dev.akvvm.files.DurableFiles}.
 */
@NullMarked
package dev.akvvm.files;

import org.jspecify.annotations.NullMarked;
