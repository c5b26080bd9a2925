package dev.akvvm.emulator;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What arrived, in the order in which the answers were decided. */
final class RequestLog {
  private final Clock clock;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

  RequestLog(Clock clock) {
    this.clock = clock;
  }

  void record(Listener listener, Request request, int status) {
    requests.add(
        new RecordedRequest(
            listener,
            request.method(),
            request.host(),
            request.path(),
            request.query(),
            status,
            clock.instant()));
  }

  List<RecordedRequest> all() {
    return List.copyOf(requests);
  }

  void clear() {
    requests.clear();
  }
}
