/** What the agent's tests share: a vault in memory, the emulator, a look at the disk. */
@NullMarked
package dev.akvvm.testing;

import org.jspecify.annotations.NullMarked;
