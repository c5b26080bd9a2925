package dev.akvvm.transport;

/** Is told of each request when it has ended; several may end at the same time. */
@FunctionalInterface
public interface RequestListener {
  /** Nobody is interested. */
  RequestListener NONE = (_, _) -> {};

  /**
   * A request has ended.
   *
   * @param server its host, with the port if that is not the usual one
   * @param result the answer's status code, or {@code unreachable} when there was none
   */
  void ended(String server, String result);
}
