package dev.akvvm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests that only root can run; others skip them. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("root")
@ExtendWith(NeedsRoot.Condition.class)
public @interface NeedsRoot {
  /** Who runs the tests owns what the kernel shows of their process. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
            ? ConditionEvaluationResult.enabled("run by root")
            : ConditionEvaluationResult.disabled("needs root");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
