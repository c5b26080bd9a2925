/**
 * Does one action on this machine: units by systemctl, programs in a transient unit or a session of
 * their own, with limits on their time and on how much of their output is kept.
 *
 * <p>Does not know which actions there are, or when they are due. Start with {@link
 * dev.akvvm.onrenewal.runner.ActionRunner}.
 */
@NullMarked
package dev.akvvm.onrenewal.runner;

import org.jspecify.annotations.NullMarked;
