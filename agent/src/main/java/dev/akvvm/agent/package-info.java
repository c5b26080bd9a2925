/**
 * The program: reads its arguments, wires the parts, obeys signals.
 *
 * <p>Holds no logic of its own but when to stay and when to go. Start with {@link
 * dev.akvvm.agent.Main}.
 */
@NullMarked
package dev.akvvm.agent;

import org.jspecify.annotations.NullMarked;
