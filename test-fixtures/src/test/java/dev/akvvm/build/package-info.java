/**
 * Proves that the build refuses what was altered: what Maven resolves, and the JDK.
 *
 * <p>It must not know what is built.
 *
 * <p>Read {@link dev.akvvm.build.ChecksumsIT} first.
 */
@NullMarked
package dev.akvvm.build;

import org.jspecify.annotations.NullMarked;
