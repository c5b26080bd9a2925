/**
 * The whole package on real parts: the zip as it is published, unpacked and run in a machine of its
 * own by the real guest agent, or as that would run it, against the Azure emulator.
 *
 * <p>It must not know the classes of the program: it sees files, processes, exit codes, output.
 *
 * <p>Read {@link dev.akvvm.packaged.Machine} first, then {@link
 * dev.akvvm.packaged.WaagentLifecycleIT}.
 */
@NullMarked
package dev.akvvm.packaged;

import org.jspecify.annotations.NullMarked;
