/**
 * Makes text from outside fit to be shown; every room may use it, and it knows none of them. Start
 * with {@link dev.akvvm.text.PrintableText}.
 */
@NullMarked
package dev.akvvm.text;

import org.jspecify.annotations.NullMarked;
