package dev.akvvm.packaged;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests what they name as parameters of their method or their class's constructor: a {@link
 * Machine}, and what is on that machine - the {@link Emulator}, the {@link PackageFolder} of the
 * package unpacked, the usual {@link Store}, an {@link AttackedMachine} and its {@link Attacker},
 * {@link SideLoad}. Each test has a machine of its own, which is closed after it; with {@code
 * PER_CLASS} the tests of a class share the one that its constructor names.
 *
 * <p>On a method it says of what kind that test's machine is, whatever the class says.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MachineExtension.class)
@interface OnMachine {
  /** Whether systemd runs there. */
  boolean systemd() default false;

  /** One more name of Azure's that leads to the emulator; not with systemd. */
  String host() default "";
}
