package dev.akvvm.transport;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Explains why a request failed, from the nested exceptions of Netty and Reactor. */
public final class TransportErrors {
  private static final int DEEPEST = 20;

  private TransportErrors() {}

  /** One line: the cause an operator can act on. */
  public static String of(Throwable failure) {
    return unreachable(failure)
        .or(() -> first(failure, e -> e instanceof TimeoutException ? "no answer in time" : null))
        .orElseGet(() -> deepest(failure));
  }

  /** Why the server could not be reached; empty when it was, and something else failed. */
  public static Optional<String> unreachable(Throwable failure) {
    return first(failure, e -> e instanceof UnreachableException known ? known.reason() : null);
  }

  /** The text for the outermost cause that is known. */
  static Optional<String> first(Throwable failure, Function<Throwable, @Nullable String> known) {
    @Nullable Throwable next = failure;
    for (int depth = 0; next != null && depth < DEEPEST; depth++, next = next.getCause()) {
      String text = known.apply(next);
      if (text != null) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  static String deepest(Throwable failure) {
    Throwable deepest = failure;
    for (int depth = 0; deepest.getCause() != null && depth < DEEPEST; depth++) {
      deepest = deepest.getCause();
    }
    return text(deepest);
  }

  static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
