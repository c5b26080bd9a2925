/**
 * Proves the machines and the guest agent in them with a handler package made of a shell script.
 *
 * <p>It must not know the project's own packages.
 *
 * <p>Read {@link dev.akvvm.vm.WaagentIT} first.
 */
@NullMarked
package dev.akvvm.vm;

import org.jspecify.annotations.NullMarked;
