package dev.akvvm.onrenewal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Notes what it is asked to do, and does what it was told to. */
final class FakeRunner implements Runner {
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> environments = new CopyOnWriteArrayList<>();
  private final Map<String, ActionResult> results = new HashMap<>();
  private final Map<String, CountDownLatch> hanging = new HashMap<>();

  /** From now on this action ends so. */
  void end(String action, ActionResult ended) {
    results.put(action, ended);
  }

  /** Whoever asks for this action waits until the latch opens. */
  CountDownLatch hang(String action) {
    return hanging.computeIfAbsent(action, _ -> new CountDownLatch(1));
  }

  /** What was begun since it was last asked. */
  List<String> ran() {
    List<String> all = new ArrayList<>(ran);
    ran.clear();
    return all;
  }

  List<Map<String, String>> environments() {
    return environments;
  }

  @Override
  public ActionResult run(Action action, Map<String, String> environment)
      throws InterruptedException {
    ran.add(action.toString());
    environments.add(environment);
    CountDownLatch latch = hanging.get(action.toString());
    if (latch != null) {
      latch.await();
    }
    return results.getOrDefault(action.toString(), ActionResult.well(action));
  }
}
