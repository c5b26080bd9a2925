/**
 * An Azure for tests on one machine: a managed identity endpoint and key vaults that answer as the
 * real ones do, and that fail when they are told to.
 *
 * <p>It must not know the program under test: nothing here depends on the handler or the agent, and
 * what the peer sends is judged by what Azure documents alone. Microsoft's own clients, unmodified,
 * are the proof.
 *
 * <p>Read {@link dev.akvvm.emulator.AzureEmulator} first.
 */
@NullMarked
package dev.akvvm.emulator;

import org.jspecify.annotations.NullMarked;
