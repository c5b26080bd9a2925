package dev.akvvm.testing;

import dev.akvvm.settings.Layout;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test with each layout that holds a certificate with its key, also with the next one. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(
    value = Layout.class,
    mode = EnumSource.Mode.EXCLUDE,
    names = {"CA_BUNDLE", "SECRET", "ENV_FILE"})
public @interface EachCertificateLayout {}
