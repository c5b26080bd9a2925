/**
 * What a machine lacks for its certificates, found without changing anything: all of the handler's
 * checks of the machine.
 *
 * <p>Knows nothing of vaults or tokens: what needs the agent's libraries is checked by a separate
 * process, which reports in the same form. Start with {@link dev.akvvm.doctor.Doctor}.
 */
@NullMarked
package dev.akvvm.doctor;

import org.jspecify.annotations.NullMarked;
