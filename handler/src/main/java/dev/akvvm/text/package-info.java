/**
 * Makes text from outside safe to show; every package may use it, and it uses none of them. Start
 * with {@link dev.akvvm.text.PrintableText}.
 */
@NullMarked
package dev.akvvm.text;

import org.jspecify.annotations.NullMarked;
