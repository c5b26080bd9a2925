/**
 * What the operator wrote, read forgivingly, every problem reported together with its JSON pointer.
 *
 * <p>Knows nothing of where the text came from. Start with {@link dev.akvvm.parser.SettingsParser}.
 */
@NullMarked
package dev.akvvm.parser;

import org.jspecify.annotations.NullMarked;
