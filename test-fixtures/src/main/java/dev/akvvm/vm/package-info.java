/**
 * Machines that look like Azure, made of this one, and the real guest agent that runs packages in
 * them.
 *
 * <p>It must not know what the project's own packages contain or do: it gives any extension handler
 * what Azure would.
 *
 * <p>Read {@link dev.akvvm.vm.Vm} first, then {@link dev.akvvm.vm.Waagent}.
 */
@NullMarked
package dev.akvvm.vm;

import org.jspecify.annotations.NullMarked;
