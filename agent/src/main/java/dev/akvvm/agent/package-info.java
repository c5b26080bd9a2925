/**
 * The program: reads its arguments, wires the parts, obeys signals.
 *
 * <p>Has no logic of its own except when to stay and when to exit. Start with {@link
 * dev.akvvm.agent.Main}.
 */
@NullMarked
package dev.akvvm.agent;

import org.jspecify.annotations.NullMarked;
