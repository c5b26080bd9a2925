/**
 * What the operator wrote, read forgivingly, every problem reported together with its JSON pointer.
 *
 * <p>Knows nothing of what the settings are for. {@link dev.akvvm.parser.SettingsInForce} alone
 * knows where the text came from. Start with {@link dev.akvvm.parser.SettingsParser}; what may
 * become part of a message is decided in {@link dev.akvvm.parser.Field} alone.
 */
@NullMarked
package dev.akvvm.parser;

import org.jspecify.annotations.NullMarked;
