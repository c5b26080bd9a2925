/**
 * Tries identity and vaults once, exactly as the agent would, and reports the result of each step:
 * the part of {@code bin/handler doctor} that needs the agent's libraries.
 *
 * <p>Knows nothing of what is on disk, and writes nothing. Start with {@link
 * dev.akvvm.diagnose.Main}.
 */
@NullMarked
package dev.akvvm.diagnose;

import org.jspecify.annotations.NullMarked;
