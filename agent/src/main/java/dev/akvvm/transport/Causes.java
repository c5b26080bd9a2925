package dev.akvvm.transport;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Words why a request came to nothing, from the depths of Netty's and Reactor's exceptions. */
public final class Causes {
  private static final int DEEPEST = 20;

  private Causes() {}

  /** One line: the cause an operator can act on, told apart by kind. */
  public static String of(Throwable failure) {
    Throwable deepest = failure;
    @Nullable Throwable next = failure;
    for (int depth = 0; next != null && depth < DEEPEST; depth++, next = next.getCause()) {
      deepest = next;
      String known = known(next);
      if (known != null) {
        return known;
      }
    }
    return text(deepest);
  }

  private static @Nullable String known(Throwable failure) {
    return switch (failure) {
      case UnknownHostException _ -> "the host name does not resolve: " + text(failure);
      case ConnectException _ -> "connection failed: " + text(failure);
      case SSLException _ -> "TLS failed: " + text(rootOf(failure));
      case TimeoutException _ -> "no answer in time";
      default -> null;
    };
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
